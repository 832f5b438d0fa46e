"""Quotation marks that changed places with their blanks: 'to" underplaying "judging', 'said“ Closed ”and'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

CURLY = re.compile(r"(?<=\w)(“ )[^“”\n]{1,160}?( ”)(?=\w)")
LINE = re.compile(r'[^\n"]*"[^\n]*')


@repair_rule("shifted-quote", phase=12, languages=("en",), weight=2.0)
def find(view: View) -> Iterator[Finding]:
    """`reduced to" underplaying "judging` -> `reduced to "underplaying" judging`. Seen in statistical translations.

    Only pairs both of whose marks are shifted, in a paragraph with an even number of marks.
    """
    for m in CURLY.finditer(view.text):
        yield Finding(m.start(1), m.end(1), " “", evidence="both marks of the pair are shifted")
        yield Finding(m.start(2), m.end(2), "” ", evidence="both marks of the pair are shifted")
    if '" ' not in view.text:
        return
    for line in LINE.finditer(view.text):
        marks = [i for i, c in enumerate(line[0]) if c == '"']
        if len(marks) % 2:
            continue
        for i, j in zip(marks[::2], marks[1::2], strict=True):
            around = line[0][max(0, i - 1) : i], line[0][i + 1 : i + 2], line[0][j - 1], line[0][j + 1 : j + 2]
            if around[0].isalpha() and around[1] == around[2] == " " and around[3].isalpha() and j - i > 3:
                yield Finding(
                    line.start() + i, line.start() + i + 2, ' "', evidence="both marks of the pair are shifted"
                )
                yield Finding(
                    line.start() + j - 1, line.start() + j + 1, '" ', evidence="both marks of the pair are shifted"
                )
