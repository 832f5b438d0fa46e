"""Spaces and tabs at the ends of lines: of running text, and of lines that are filled up to a column.

Elsewhere (verse, lists, code; two of them break a line in Markdown) they harm nobody; but a blank line is blank.
"""

import re
from collections.abc import Iterator

from ingest.clean.kinds import is_article, is_code
from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

FAULT = re.compile(r"(?<![ \t])[ \t]+(?=\n|\Z)")
PADDED = 0.5  # of the lines; more are a terminal's or a form's


@clean_rule("trailing-spaces", phase=55, group="spacing")
def find(view: View) -> Iterator[Finding]:
    """`A line. \\nAnother.` -> `A line.\\nAnother.` Seen in nearly every scraped text."""
    found = list(FAULT.finditer(view.text))
    if not found or is_code(view):
        return
    all_of_them = is_article(view) or len(found) > PADDED * (view.text.count("\n") + 1)
    for m in found:
        if all_of_them or m.start() == 0 or view.text[m.start() - 1] == "\n":
            yield Finding(m.start(), m.end(), "")
