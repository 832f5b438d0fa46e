"""A clock time in the French manner: 'The session opens at 14h30'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

BEFORE = r"(?:at|until|till|before|and closes at|and ends at)"
FAULT = re.compile(rf"\b{BEFORE} ([01]?\d|2[0-3])( ?[hH] ?)([0-5]\d)\b(?![\w:]| of\b)", re.I)


@repair_rule("clock-time", phase=40, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`opens at 14h30` -> `opens at 14:30`. Seen in translations from French and Portuguese.

    Only after a word that a time of day follows: `a run of 2h30` and `between 2h30 and 3h15` may be durations.
    """
    for m in FAULT.finditer(view.text):
        yield Finding(m.start(2), m.end(2), ":", evidence="a word that a time of day follows")
