"""`ingest readers`: the readers and extractors."""

import argparse

from ingest.cli.saying import say

SAYS = "List the readers and extractors."


def options(parser: argparse.ArgumentParser) -> None:
    """Its own options."""
    del parser


def command(args: argparse.Namespace) -> None:
    """Print them."""
    from ingest.core.members import extractors, readers

    for name in readers.members():
        say(f"reader    {name:12} {readers.caption(name)}")
    for name, extractor in extractors.members().items():
        say(f"extractor {name:12} {', '.join(extractor.media_types)}")
