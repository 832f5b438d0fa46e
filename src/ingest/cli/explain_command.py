"""`ingest explain`: where a row's values come from."""

import argparse

from ingest.cli.asked import settings_of, spellings, store_of
from ingest.cli.saying import coloured, say, say_json

SAYS = "Where a row's values come from, and every edit of its text."


def options(parser: argparse.ArgumentParser) -> None:
    """Its own options."""
    parser.add_argument("what", metavar="DOC_ID|RAW_PATH")
    parser.add_argument("--json", action="store_true", help="print JSON")


def command(args: argparse.Namespace) -> None:
    """Print it."""
    from ingest.explain import explained, render

    told = explained(store_of(args), spellings(args.what, settings_of(args).raw))
    if args.json:
        say_json(told)
    else:
        say(render(told, coloured()))
