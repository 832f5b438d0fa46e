"""Quotation marks that changed places with their blanks: 'to" underplaying "judging', 'said“ Closed ”and'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.straight_quotes import paired

CURLY = re.compile(r"(?<=\w)(“ )[^“”\n]{1,160}?( ”)(?=\w)")


@repair_rule("shifted-quote", phase=12, languages=("en",), weight=2.0)
def find(view: View) -> Iterator[Finding]:
    """`reduced to" underplaying "judging` -> `reduced to "underplaying" judging`. Seen in statistical translations.

    Only pairs both of whose marks are shifted, in a paragraph with an even number of marks, and not what stands between
    two quotations: `from "Red" to "Blue"` within a longer one has such pairs.
    """
    for m in CURLY.finditer(view.text):
        yield Finding(m.start(1), m.end(1), " “", evidence="both marks of the pair are shifted")
        yield Finding(m.start(2), m.end(2), "” ", evidence="both marks of the pair are shifted")
    if '" ' not in view.text:
        return
    for line, start, i, j in paired(view.text):
        around = line[max(0, i - 1) : i], line[i + 1 : i + 2], line[j - 1], line[j + 1 : j + 2]
        shifted = around[0].isalpha() and around[1] == around[2] == " " and around[3].isalpha() and j - i > 3
        if shifted and not _opens(line, line.rfind('"', 0, i)):
            yield Finding(start + i, start + i + 2, ' "', evidence="both marks of the pair are shifted")
            yield Finding(start + j - 1, start + j + 1, '" ', evidence="both marks of the pair are shifted")


def _opens(line: str, at: int) -> bool:
    """Whether the mark at `at`, if there is one, opens a quotation: after a blank, before a letter."""
    return at >= 0 and line[max(0, at - 1) : at] in ("", " ", "(") and line[at + 1].isalnum()
