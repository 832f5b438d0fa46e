"""`ingest config`: every setting."""

import argparse

from ingest.cli.asked import settings_of
from ingest.cli.saying import say

SAYS = "Print every setting as a commented ingest.toml."


def options(parser: argparse.ArgumentParser) -> None:
    """Its own options."""
    parser.add_argument("--effective", action="store_true", help="print the values in force instead of the defaults")


def command(args: argparse.Namespace) -> None:
    """Print them."""
    from ingest.core.settings_file import commented, effective

    say(effective(settings_of(args)) if args.effective else commented())
