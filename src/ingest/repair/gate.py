"""The gate of level `safe`: may rules that change words run on this document?

Each rule says by its weight who leaves a fault of its kind. Below 1 it is a habit of a hand (blanks before commas, a space
before '%', marks turned round); up to MACHINE a slip that writers in a hurry and learners make as well ('the the',
'informations'); from there on only a machine does it ('@-@', 'the Poland has'). However many habits and slips meet, they
never open the gate by themselves: a Frenchman's English has a dozen.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.core.editing import Rule

OPEN = 2.0  # sum from which the gate is open; this and what follows measured, see docs/repair.md
RESIDUE = "untranslated-residue"
SLIP = 1.0  # the weight from which a kind is more than a habit
MACHINE = 1.5  # the weight from which a kind is a machine's
HABITS, HAND = 0.5, 1.5  # what habits together, and habits and slips together, count at most
LIKELY = 0.5  # what a style score above the threshold counts: deeds and papers have one too


@dataclass(frozen=True, slots=True)
class Tally:
    """Findings by rule: `own` in the text's own words, `cited` in what it only shows (`repair/cited.py`)."""

    own: Counter[str] = field(default_factory=Counter)
    cited: Counter[str] = field(default_factory=Counter)

    def found(self) -> set[str]:
        """The rules that found anything."""
        return set(+self.own) | set(+self.cited)

    def counted(self, rules: Mapping[str, Rule], mixed: bool = False) -> Counter[str]:
        """What speaks of the text: all of it where a machine's mark stands among its own words, else those alone. A
        machine translates the words around a quotation as well as it does the quotation. In a text of several languages
        (`mixed`) words of another are no residue."""
        if mixed and RESIDUE in self.own:
            self.cited[RESIDUE] += self.own.pop(RESIDUE)
        machine = any(n and rules[name].weight >= MACHINE for name, n in self.own.items())
        return self.own + self.cited if machine else +self.own


def weighed(rules: Mapping[str, Rule], counts: Mapping[str, int]) -> tuple[float, float]:
    """What the kinds of findings (`counts` by rule) say together, from OPEN on that a machine wrote; and the part of it
    that a machine's marks say."""
    weights = [rules[name].weight for name, n in counts.items() if n]
    habits = min(HABITS, sum(w for w in weights if w < SLIP))
    slips = sum(w for w in weights if SLIP <= w < MACHINE)
    machine = sum(w for w in weights if w >= MACHINE)
    return min(HAND, habits + slips) + machine, machine


def is_open(weight: float, likely: bool) -> bool:
    """Whether findings of `weight` and the style together speak for a machine."""
    return weight + LIKELY * likely >= OPEN
