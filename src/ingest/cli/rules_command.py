"""`ingest rules`: the clean and repair rules, and what they have done."""

import argparse

from ingest.cli.asked import store_of
from ingest.cli.saying import coloured, say, say_json

SAYS = "List the clean and repair rules, in the order they run; with --stats, what they did to a dataset."


def options(parser: argparse.ArgumentParser) -> None:
    """Its own options."""
    parser.add_argument("--stats", action="store_true", help="how often each rule edited or pointed, with samples")
    parser.add_argument("--json", action="store_true", help="with --stats: print JSON")


def command(args: argparse.Namespace) -> None:
    """Print them."""
    if args.stats:
        from ingest.rule_stats import render, stats

        told = stats(store_of(args))
        if args.json:
            say_json(told)
        else:
            for line in render(told, coloured()):
                say(line)
        return
    from ingest.core.editing import in_order
    from ingest.core.members import clean_rules, repair_rules

    for registry in (clean_rules, repair_rules):
        say(f"{registry.kind}:")
        for rule in in_order(registry.members().values()):
            words = "  changes words" if rule.changes_words else ""
            languages = ",".join(rule.languages) if len(rule.languages) < 5 else f"{len(rule.languages)} languages"
            say(f"  {rule.phase:3} {rule.name:22} {languages:12} {registry.caption(rule.name)}{words}")
