"""The gate of level `safe`: may rules that change words run on this document?

One kind of fault is met in human text too (a doubled word, a lost stop); several kinds, or one that only a machine
leaves ('@-@', 'the Poland has'), hardly ever are. Each rule says by its weight how much a finding of its kind counts.
"""

from collections.abc import Mapping

from ingest.core.editing import Rule

OPEN = 2.0  # sum of weights of the kinds found; measured, see docs/repair.md
LIKELY = 1.0  # what a style score above the threshold counts


def is_open(rules: Mapping[str, Rule], counts: Mapping[str, int], likely: bool = False) -> bool:
    """Whether the kinds of findings (`counts` by rule) and the style together speak for a machine."""
    return sum(rules[name].weight for name, n in counts.items() if n) + LIKELY * likely >= OPEN
