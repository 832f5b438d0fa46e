"""`ingest retry`: take files with rejects in again."""

import argparse

from ingest.cli.asked import add_run_options, options_of
from ingest.cli.run_command import run

SAYS = "Take files with rejects in again, for instance after a fix."


def options(parser: argparse.ArgumentParser) -> None:
    """Its own options."""
    parser.add_argument(
        "paths", nargs="*", metavar="RAW_PATH", help="only these files, or files in these folders of raw/"
    )
    add_run_options(parser, shared=False, retry=True)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    return run(args, options_of(args, retry=True))
