"""Blanks inside both quotation marks: 'defended " the dictatorship of law " again'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.straight_quotes import paired

CURLY = re.compile(r"(?<![\w“”])“( )[^“”\n]{1,300}?( )”(?!\w)")
LOW = re.compile(r"(?<!\w)„( )[^„“\n]{1,300}?( )“(?!\w)")  # German
OPENS_AFTER, CLOSES_BEFORE = " (\t", " .,;:!?)"


@repair_rule("padded-quote", phase=12, languages=("en", "es", "pt", "it", "de"), weight=0.5)
def find(view: View) -> Iterator[Finding]:
    """`defended " the dictatorship of law " again` -> `defended "the dictatorship of law" again`. Seen in tokenized
    output and where French spacing was carried over.

    Only pairs with none missing outside, in a paragraph with an even number of marks; less sure
    where one mark alone has its blank.
    """
    for m in (LOW if view.language.startswith("de") else CURLY).finditer(view.text):
        for group in (1, 2):
            yield Finding(m.start(group), m.end(group), "", evidence="a blank inside both marks")
    if '" ' not in view.text and ' "' not in view.text:
        return
    for line, start, i, j in paired(view.text):
        left, right = line[i - 1 : i] if i else "", line[j + 1 : j + 2]
        inches = line[max(0, i - 2) : i - 1].isdigit() or line[j - 2].isdigit()
        between = not left and not right and line[i + 1 : j].strip().islower()  # '" and "', a line of its own
        blanks = line[i + 1 : i + 2] == " ", line[j - 1] == " "
        if (
            any(blanks)
            and j - i > 3
            and not (inches or between)
            and (not left or left in OPENS_AFTER)
            and (not right or right in CLOSES_BEFORE)
        ):
            sure = 1.0 if all(blanks) else 0.7
            evidence = "a blank inside both marks" if all(blanks) else "a blank inside one mark of a pair"
            for blank, at in zip(blanks, (i + 1, j - 1), strict=True):
                if blank:
                    yield Finding(start + at, start + at + 1, "", evidence=evidence, confidence=sure)
