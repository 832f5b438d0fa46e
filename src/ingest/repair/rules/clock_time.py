"""A clock time in the French manner: 'The session opens at 14h30'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

EVENING = re.compile(
    r"(?:\b(?:from|to|around|about|by|after|since|between|and|,)|\() ?(0[6-9]|[6-9]|1\d|2[0-3])( ?[hH] ?)([0-5]\d)\b(?![\w:]| of\b)",
    re.I,
)
BEFORE = r"(?:at|until|till|before|and closes at|and ends at)"
FAULT = re.compile(rf"\b{BEFORE} ([01]?\d|2[0-3])( ?[hH] ?)([0-5]\d)\b(?![\w:]| of\b)", re.I)


@repair_rule("clock-time", phase=40, languages=("en",), weight=0.5, changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`opens at 14h30` -> `opens at 14:30`. Seen in translations from French and Portuguese.

    Only after a word that a time of day follows: `a run of 2h30` and `between 2h30 and 3h15` may be durations; from six
    hours on (`from 14h30 to 16h00`) they hardly are.
    """
    taken: set[int] = set()
    for m in FAULT.finditer(view.text):
        yield Finding(m.start(2), m.end(2), ":", evidence="a word that a time of day follows")
        taken.add(m.start(2))
    for m in EVENING.finditer(view.text):
        if m.start(2) not in taken:
            yield Finding(m.start(2), m.end(2), ":", evidence="too long for a duration", confidence=0.9)
