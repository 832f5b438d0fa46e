"""`ingest reindex`: the index of near duplicates, made anew."""

import argparse

from ingest.cli.asked import settings_of
from ingest.cli.saying import say

SAYS = (
    "Make the index of near duplicates anew from the texts that stand, after a change of [dedupe] bands, rows or level."
)


def options(parser: argparse.ArgumentParser) -> None:
    """Its own options."""
    parser.add_argument("--workers", type=int, metavar="N", help="worker processes (default: one for each processor)")
    parser.add_argument("--no-wait", action="store_true", help="do not wait for a run that holds the store; exit 3")


def command(args: argparse.Namespace) -> None:
    """Make it and say how many documents it holds."""
    from ingest.pipeline.reindex import reindex
    from ingest.workers import Pool

    settings = settings_of(args)
    with Pool(settings.run.workers) as pool:
        count = reindex(settings, pool.map, wait=not args.no_wait)
    say(f"the index of near duplicates holds {count} documents")
