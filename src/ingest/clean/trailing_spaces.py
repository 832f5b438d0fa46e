"""Spaces and tabs at the ends of lines: of running text, and of lines that are filled up to a column.

Elsewhere (verse, lists, code; two of them break a line in Markdown) they harm nobody; but a blank line is blank.
"""

from collections.abc import Iterator

from ingest.clean.kinds import is_article, is_code
from ingest.clean.rows import rows
from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

PADDED = 0.5  # of the lines; more are a terminal's or a form's


@clean_rule("trailing-spaces", phase=55, group="spacing")
def find(view: View) -> Iterator[Finding]:
    """`A line. \\nAnother.` -> `A line.\\nAnother.` Seen in nearly every scraped text."""
    text = view.text
    if (" \n" not in text and "\t\n" not in text and text[-1:] not in (" ", "\t")) or is_code(view):
        return
    told = view.once(rows)
    found = [(start, line) for start, line in zip(told.starts, told.lines, strict=True) if line.endswith((" ", "\t"))]
    all_of_them = is_article(view) or len(found) > PADDED * len(told.lines)
    for start, line in found:
        kept = len(line.rstrip(" \t"))
        if all_of_them or not kept:
            yield Finding(start + kept, start + len(line), "")
