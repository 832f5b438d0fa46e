"""Another language's quotation marks left in English: '«a turning point»', '„a quick solution“', '「harmony」'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

GUILLEMETS = re.compile(r"(«[ \u00a0\u202f]?)[^«»\n]{1,400}?([ \u00a0\u202f]?»)")
LOW = re.compile(r"(„)[^“”„\n]{1,300}([“”])")
CORNER = re.compile(r"([「『])[^「」『』\n]{1,200}([」』])")
QUOTED_ENGLISH = re.compile(r"[A-Za-z]")


@repair_rule("foreign-quotes", phase=9, languages=("en",))
def find(view: View) -> Iterator[Finding]:
    """`spoke of «a turning point»` -> `spoke of "a turning point"`. Seen where marks were copied from the source.

    The document's own kind of marks, curly or straight, is taken. What is quoted must hold Latin letters.
    """
    if not any(c in view.text for c in "«„「『"):
        return
    curly = ("“" in view.text.replace("„", "") and "”" in view.text) or "„" in view.text
    opening, closing = ("“", "”") if curly else ('"', '"')
    for pattern in (GUILLEMETS, LOW, CORNER):
        for m in pattern.finditer(view.text):
            if QUOTED_ENGLISH.search(view.text, m.end(1), m.start(2)):
                yield Finding(m.start(1), m.end(1), opening, evidence="marks that English does not have")
                if m[2] != closing:
                    yield Finding(m.start(2), m.end(2), closing, evidence="marks that English does not have")
