"""`ingest rejects`: what was rejected."""

import argparse

from ingest.cli.asked import settings_of, spellings, store_of
from ingest.cli.saying import say, say_json

SAYS = "What was rejected, and why."


def options(parser: argparse.ArgumentParser) -> None:
    """Its own options."""
    parser.add_argument("--reason", help="only this reason")
    parser.add_argument("--path", help="only this raw path")
    parser.add_argument("--json", action="store_true", help="print JSON")


def command(args: argparse.Namespace) -> None:
    """Print it."""
    from ingest.core.errors import REASONS, UserError
    from ingest.core.options.value import nearest
    from ingest.explain import shown

    if args.reason is not None and args.reason not in REASONS:
        raise UserError(f"--reason {args.reason}: there is no such reason{nearest(args.reason, list(REASONS))}")
    paths = spellings(args.path, settings_of(args).raw) if args.path is not None else None
    rows = store_of(args).read("rejects").to_pylist()
    rows = [r for r in rows if args.reason in (None, r["reason"]) and (paths is None or r["raw_path"] in paths)]
    if args.json:
        return say_json(rows)
    for r in rows:
        where = f" at byte {r['record_offset']}" if r["record_offset"] is not None else ""
        say(f"{shown(r['raw_path'])}{where}: {r['stage']}: {r['reason']}: {shown(r['message'])}")
    say(f"{len(rows)} rejects" + ("; mend the files, or run `ingest retry` after a fix of ours" if rows else ""))
    return None
