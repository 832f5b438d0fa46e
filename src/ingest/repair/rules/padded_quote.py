"""Blanks inside both quotation marks: 'defended " the dictatorship of law " again'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

CURLY = re.compile(r"(?<![\w“”])“( )[^“”\n]{1,300}?( )”(?!\w)")
LINE = re.compile(r'[^\n"]*"[^\n]*')
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
    for line in LINE.finditer(view.text):
        marks = [i for i, c in enumerate(line[0]) if c == '"']
        if len(marks) % 2:
            continue
        for i, j in zip(marks[::2], marks[1::2], strict=True):
            left, right = line[0][i - 1 : i] if i else "", line[0][j + 1 : j + 2]
            inches = line[0][max(0, i - 2) : i - 1].isdigit() or line[0][j - 2].isdigit()
            inner = line[0][i + 1 : i + 2] == line[0][j - 1] == " " and j - i > 3
            if inner and not inches and (not left or left in OPENS_AFTER) and (not right or right in CLOSES_BEFORE):
                yield Finding(line.start() + i + 1, line.start() + i + 2, "", evidence="a blank inside both marks")
                yield Finding(line.start() + j - 1, line.start() + j, "", evidence="a blank inside both marks")
