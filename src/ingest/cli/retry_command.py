"""`ingest retry`: take files with rejects in again."""

import argparse

from ingest.cli.asked import add_run_options, options_of, settings_of, spellings, store_of
from ingest.cli.run_command import run
from ingest.core.errors import UserError
from ingest.core.paths import under

SAYS = "Take files with rejects in again, for instance after a fix."


def options(parser: argparse.ArgumentParser) -> None:
    """Its own options."""
    parser.add_argument(
        "paths", nargs="*", metavar="RAW_PATH", help="only these files, or files in these folders of raw/"
    )
    add_run_options(parser, shared=False, retry=True)


def command(args: argparse.Namespace) -> int:
    """Run it. Raises UserError for a path that nothing is known of."""
    args.paths = known_paths(args) if args.paths else []
    return run(args, options_of(args, retry=True))


def known_paths(args: argparse.Namespace) -> list[str]:
    """The paths asked for, as the tables spell them."""
    raw, known = settings_of(args).raw, store_of(args).read("raw_files", ["raw_path"])["raw_path"].to_pylist()
    found = []
    for word in args.paths:
        mine = [s for s in spellings(word, raw) if s == "." or any(under(p, s) for p in known)]
        if not mine:
            raise UserError(f"{word}: no raw file of this path is known, nor any in a folder of this name")
        found.append(mine[0])
    return [] if "." in found else found
