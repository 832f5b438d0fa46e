"""`ingest status`: what the store holds."""

import argparse

from ingest.cli.asked import settings_of, store_of
from ingest.cli.saying import say, say_json

SAYS = "What the store holds, and how many rows are stale."


def options(parser: argparse.ArgumentParser) -> None:
    """Its own options."""
    parser.add_argument("--hash", action="store_true", help="print the content hash alone")
    parser.add_argument("--json", action="store_true", help="print JSON")


def command(args: argparse.Namespace) -> None:
    """Print it."""
    from ingest.status import status

    store = store_of(args)
    if args.hash:
        from ingest.store.content import content_hash

        return say(content_hash(store))
    told = status(store, settings_of(args))
    if args.json:
        return say_json(told)
    for name, value in told.items():
        say(f"{name.replace('_', ' '):24} {value}")
    return None
