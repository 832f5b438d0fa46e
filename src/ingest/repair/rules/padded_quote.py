"""Blanks inside both quotation marks: 'defended " the dictatorship of law " again'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.straight_quotes import paired

CURLY = re.compile(r"(?<![\w“”])“( )[^“”\n]{1,300}?( )”(?!\w)")
OPENS_AFTER, CLOSES_BEFORE = " (\t", " .,;:!?)"


@repair_rule("padded-quote", phase=12, languages=("en", "es", "pt", "it", "de"))
def find(view: View) -> Iterator[Finding]:
    """`defended " the dictatorship of law " again` -> `defended "the dictatorship of law" again`. Seen in tokenized
    output and where French spacing was carried over.

    Only pairs with a blank inside both marks and none missing outside, in a paragraph with an even number of marks.
    """
    for m in CURLY.finditer(view.text):
        for group in (1, 2):
            yield Finding(m.start(group), m.end(group), "", evidence="a blank inside both marks")
    if '" ' not in view.text:
        return
    for line, start, i, j in paired(view.text):
        left, right = line[i - 1 : i] if i else "", line[j + 1 : j + 2]
        inches = line[max(0, i - 2) : i - 1].isdigit() or line[j - 2].isdigit()
        inner = line[i + 1 : i + 2] == line[j - 1] == " " and j - i > 3
        if inner and not inches and (not left or left in OPENS_AFTER) and (not right or right in CLOSES_BEFORE):
            yield Finding(start + i + 1, start + i + 2, "", evidence="a blank inside both marks")
            yield Finding(start + j - 1, start + j, "", evidence="a blank inside both marks")
