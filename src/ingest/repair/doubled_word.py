"""A function word said twice: 'of the the house'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

WORDS = "the|of|and|to|an|with|from|by|at|for|their|its|his|these|those|was|were|are"
FAULT = re.compile(rf"\b({WORDS})((?: \1\b)+)(?=[ ,.;:!?\n]|\Z)", re.I)


@repair_rule("doubled-word", phase=50, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`in the the garden` -> `in the garden`. Seen where two systems each put an article.

    Not 'had had', 'that that', 'is is', 'in in', which people write, nor a repetition in capitals.
    """
    for m in FAULT.finditer(view.text):
        if m[2] == m[2].lower():
            yield Finding(m.start(2), m.end(2), "", evidence="pattern")
