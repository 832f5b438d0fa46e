"""Paragraphs of an article that follow each other without a blank line between."""

import re
from collections.abc import Iterator

from ingest.clean.kinds import is_article, is_code
from ingest.clean.rows import rows
from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

ITEM = re.compile(r"\s{0,40}(?:[-–—*+•·‣◦▪□■●○|>]\s|\(?\d{1,3}[.)]\s|\(?[a-zA-Z]\)\s)|[^\t]*\t")


@clean_rule("paragraph-gaps", phase=85, group="spacing")
def find(view: View) -> Iterator[Finding]:
    """`One paragraph.\\nThe next.` -> a blank line between. Only where most lines are running text; not inside lists."""
    if "\n" not in view.text or is_code(view) or not is_article(view):
        return
    told = view.once(rows)
    for i, (a, b) in enumerate(zip(told.lines, told.lines[1:], strict=False)):
        if a and b and not a.isspace() and not b.isspace() and not (ITEM.match(a) and ITEM.match(b)):
            yield Finding(told.end(i), told.end(i), "\n")
