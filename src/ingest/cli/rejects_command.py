"""`ingest rejects`: what was rejected."""

import argparse

from ingest.cli.asked import known_paths, store_of
from ingest.cli.saying import say, say_json

SAYS = "What was rejected, and why."


def options(parser: argparse.ArgumentParser) -> None:
    """Its own options."""
    parser.add_argument("path", metavar="RAW_PATH", nargs="?", help="only this file, or the files of this folder")
    parser.add_argument("--reason", help="only this reason")
    parser.add_argument("--json", action="store_true", help="print JSON")


def command(args: argparse.Namespace) -> None:
    """Print it."""
    from ingest.core.errors import REASONS, UserError
    from ingest.core.options.value import nearest
    from ingest.core.paths import under
    from ingest.explain import place_of
    from ingest.report.summary import named_settings
    from ingest.report.words import counted, shown

    if args.reason is not None and args.reason not in REASONS:
        raise UserError(f"--reason {args.reason}: there is no such reason{nearest(args.reason, list(REASONS))}")
    paths = known_paths(args, [args.path]) if args.path is not None else []
    rows = store_of(args).read("rejects").to_pylist()
    rows = [r for r in rows if args.reason in (None, r["reason"]) and (not paths or under(r["raw_path"], paths[0]))]
    if args.json:
        return say_json(rows)
    for r in rows:
        say(f"{place_of(r)}: {r['stage']}: {r['reason']}: {shown(r['message'])}")
    settings = named_settings(r["reason"] for r in rows if r["reason"] in REASONS)
    after = f"a change of {settings}, or a fix of ours" if settings else "a fix of ours"
    say(counted(len(rows), "reject") + (f"; mend the files, or run `ingest retry` after {after}" if rows else ""))
    return None
