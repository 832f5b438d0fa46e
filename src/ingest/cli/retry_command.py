"""`ingest retry`: take files with rejects in again."""

import argparse

from ingest.cli.asked import add_run_options, known_paths, options_of
from ingest.cli.run_command import run

SAYS = "Take files with rejects in again, for instance after a fix."


def options(parser: argparse.ArgumentParser) -> None:
    """Its own options."""
    parser.add_argument(
        "paths", nargs="*", metavar="RAW_PATH", help="only these files, or files in these folders of raw/"
    )
    add_run_options(parser, shared=False, retry=True)


def command(args: argparse.Namespace) -> int:
    """Run it. Raises UserError for a path that nothing is known of."""
    args.paths = known_paths(args, args.paths) if args.paths else []
    return run(args, options_of(args, retry=True))
