"""Contractions and possessives in two pieces: 'We do n't know what he 's planning'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

AUXILIARY = "do|does|did|is|are|was|were|have|has|had|wo|ca|could|should|would|must|need"
NEGATION = re.compile(rf"\b(?:{AUXILIARY})( )n['’]t\b", re.I)
ENDING = re.compile(r"(?<=[a-zI])( )['’](?:s|re|ve|ll|d|m)(?=[ .,;:!?])")
APART = re.compile(r"(?<=[a-zA-Z]) (['’]) (?=(?:s|t|re|ve|ll|m) )")


@repair_rule("split-contraction", phase=5, languages=("en",), weight=2.0)
def find(view: View) -> Iterator[Finding]:
    """`We do n't know what he 's planning` -> `We don't know what he's planning`. Seen in tokenized output.

    Not before a quoted letter that a second mark closes: `the letter ' s ' in it`.
    """
    if " n'" in view.text or " n’" in view.text or " '" in view.text or " ’" in view.text:
        for pattern in (NEGATION, ENDING):
            for m in pattern.finditer(view.text):
                yield Finding(m.start(1), m.end(1), "", evidence="a contraction in two pieces")
        for m in APART.finditer(view.text):
            if view.text[m.end() : m.end() + 5].split(" ", 1)[1][:1] not in "'’":
                yield Finding(m.start(), m.end(), m[1], evidence="an apostrophe between blanks")
