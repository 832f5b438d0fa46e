"""Form feeds that are left once wrapped paragraphs were joined across them: a page's end is a paragraph's end."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

BLANKS = re.compile(r"(?<!\s)\s+")


@clean_rule("page-breaks", phase=67, group="pages")
def find(view: View) -> Iterator[Finding]:
    """`… the end.\\n\\fChapter 2` -> two paragraphs. Seen in texts of printers and PDFs."""
    text = view.text
    if "\f" not in text:
        return
    for m in BLANKS.finditer(text):
        if "\f" in m[0]:
            inner = m.start() > 0 and m.end() < len(text)
            yield Finding(m.start(), m.end(), "\n\n" if inner else "")
