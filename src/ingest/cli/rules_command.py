"""`ingest rules`: the clean and repair rules."""

import argparse
import sys

from ingest.cli.saying import say

SAYS = "List the clean and repair rules, in the order they run."


def options(parser: argparse.ArgumentParser) -> None:
    """Its own options."""
    del parser


def command(args: argparse.Namespace) -> None:
    """Print them."""
    from ingest.core.editing import in_order
    from ingest.core.members import clean_rules, repair_rules

    for registry in (clean_rules, repair_rules):
        say(f"{registry.kind}:")
        for rule in in_order(registry.members().values()):
            module = sys.modules[registry.home(rule.name)]
            caption = (module.__doc__ or "").strip().splitlines()[0]
            words = "  changes words" if rule.changes_words else ""
            say(f"  {rule.phase:3} {rule.name:22} {','.join(rule.languages):12} {caption}{words}")
