"""Paragraphs of an article that follow each other without a blank line between."""

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.clean.kinds import is_article, is_code
from ingest.clean.rows import rows
from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

ITEM = re.compile(r"\s{0,40}(?:[-–—*+•·‣◦▪□■●○|>]\s|\(?\d{1,3}[.)]\s|\(?[a-zA-Z]\)\s)|[^\t]*\t")

PARTED = 1.0  # blank lines there must be to each that is missing
PROVEN = {"hard-wraps": 3, "boilerplate": 7}  # findings in this pass: then no author set the lines


@clean_rule("paragraph-gaps", phase=85, group="spacing")
def find(view: View) -> Iterator[Finding]:
    """`One paragraph.\\nThe next.` -> a blank line between. Only where most lines are running text, and either this
    text was wrapped, torn or a page's, or blank lines part most paragraphs already: else an author set the lines so.
    Not inside lists."""
    if "\n" not in view.text or is_code(view) or not is_article(view):
        return
    told = view.once(rows)
    missing = [
        i
        for i, (a, b) in enumerate(pairwise(told.lines))
        if a and b and not a.isspace() and not b.isspace() and not (ITEM.match(a) and ITEM.match(b))
    ]
    parted = sum(1 for a, b in pairwise(told.lines) if a and not a.isspace() and (not b or b.isspace()))
    proven = any(view.evidence.get(rule, 0) >= least for rule, least in PROVEN.items())
    if proven or parted >= PARTED * len(missing):
        for i in missing:
            yield Finding(told.end(i), told.end(i), "\n")
