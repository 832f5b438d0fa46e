"""`ingest path`: where a table's files are."""

import argparse

from ingest.cli.asked import settings_of
from ingest.cli.saying import say

SAYS = "Print the folder of a table as of now, resolved; on any disk what a reader should open."


def options(parser: argparse.ArgumentParser) -> None:
    """Its own options."""
    parser.add_argument(
        "table", nargs="?", default="documents", help="documents (the default), duplicates, edits, facts, rejects …"
    )


def command(args: argparse.Namespace) -> None:
    """Print it."""
    from ingest.face import path

    say(path(settings_of(args).processed, args.table))
