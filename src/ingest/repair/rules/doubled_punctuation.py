"""A comma or full stop set twice: 'He left yesterday,, without a word..'"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

COMMA = re.compile(r"(?<=\w)( ?,,)(?=\s)")
COLON = re.compile(r"(?<=[a-z]{3})(::|;;)(?= [a-z])")
STOP = re.compile(r"(?<=[a-z]{3})\.(\.)(?=\s|\Z)(?!\s*\.)")


@repair_rule("doubled-punctuation", phase=23, changes_words=True, weight=0.5)
def find(view: View) -> Iterator[Finding]:
    """`He left yesterday,, without a word..` -> `He left yesterday, without a word.` Seen where source and target each
    gave a mark.

    Two dots only once in a text without an ellipsis: some people write two dots for three.
    """
    if ",," in view.text:
        for m in COMMA.finditer(view.text):
            yield Finding(m.start(1), m.end(1), ",", evidence="a mark set twice")
    for m in COLON.finditer(view.text):
        yield Finding(m.start(1), m.end(1), m[1][0], evidence="a mark set twice")
    if ".." in view.text and "..." not in view.text and view.text.count("..") == 1:
        for m in STOP.finditer(view.text):
            yield Finding(m.start(1), m.end(1), "", evidence="the only two dots of the document")
