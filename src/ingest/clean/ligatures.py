"""Ligatures that a typesetter's font put for two or three letters: 'ﬁnd' for 'find'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

LETTERS = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
FAULT = re.compile("[\ufb00-\ufb06]")
ALONE = re.compile(r"\w")


@clean_rule("ligatures", phase=45)
def find(view: View) -> Iterator[Finding]:
    """`the ﬁrst oﬃce` -> `the first office`. Seen in text torn out of PDFs. One that stands alone is spoken of: kept."""
    text = view.text
    if text.isascii():
        return
    for m in FAULT.finditer(text):
        if ALONE.match(text[m.start() - 1 : m.start()]) or ALONE.match(text[m.end() : m.end() + 1]):
            yield Finding(m.start(), m.end(), LETTERS[m[0]])
