"""Letters written in two pieces, a base and a combining mark, where one letter is meant (Unicode form C)."""

import re
import unicodedata
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

# at most eight marks: a longer pile is somebody's play, and left alone
PIECES = re.compile(
    "[^\\W\\d_][\u0300-\u036f\u0653-\u0655\u3099\u309a]{1,8}(?![\u0300-\u036f])|[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?"
)

MARK = re.compile("[\u0300-\u036f\u0653-\u0655\u3099\u309a\u1160-\u11a7]")


@clean_rule("unicode-form", phase=45)
def find(view: View) -> Iterator[Finding]:
    """`cafe\\u0301` -> `café`. Seen in names of files and in text copied on a Mac. Precomposed letters that form C
    would take apart or exchange (Hebrew points, CJK compatibility forms) are no pieces and stay."""
    if view.text.isascii() or not MARK.search(view.text):
        return
    for m in PIECES.finditer(view.text):
        whole = unicodedata.normalize("NFC", m[0])
        if whole != m[0]:
            yield Finding(m.start(), m.end(), whole)
