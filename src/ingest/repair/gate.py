"""The gate of level `safe`: may rules that change words run on this document?

Each rule says by its weight who leaves a fault of its kind. Below 1 it is a habit of a hand (blanks before commas, a space
before '%', marks turned round); up to MACHINE a slip that writers in a hurry and learners make as well ('the the',
'informations'); from there on only a machine does it ('@-@', 'the Poland has'). However many habits and slips meet, they
never open the gate by themselves: a Frenchman's English has a dozen.
"""

from collections.abc import Mapping

from ingest.core.editing import Rule

OPEN = 2.0  # sum from which the gate is open; this and what follows measured, see docs/repair.md
SLIP = 1.0  # the weight from which a kind is more than a habit
MACHINE = 1.5  # the weight from which a kind is a machine's
HABITS, HAND = 0.5, 1.5  # what habits together, and habits and slips together, count at most
LIKELY = 0.5  # what a style score above the threshold counts: deeds and papers have one too


def is_open(rules: Mapping[str, Rule], counts: Mapping[str, int], likely: bool = False) -> bool:
    """Whether the kinds of findings (`counts` by rule) and the style together speak for a machine."""
    weights = [rules[name].weight for name, n in counts.items() if n]
    habits = min(HABITS, sum(w for w in weights if w < SLIP))
    slips = sum(w for w in weights if SLIP <= w < MACHINE)
    machine = sum(w for w in weights if w >= MACHINE)
    return min(HAND, habits + slips) + machine + LIKELY * likely >= OPEN
