"""A name put in capitals in one place, as if it were an abbreviation, that the document writes as a name elsewhere."""

import re
from collections import Counter
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

CAPITALS = re.compile(r"(?<![\w.&/’'-])[A-Z]{2,12}(?![\w.&/’'-])")
FULL_NAME = re.compile(r"\b(?:[A-Z][a-z]+ )+[A-Z][a-z]+\b")
WORD = re.compile(r"[A-Z][a-z]+")


@repair_rule("name-in-capitals", phase=50, languages=("en", "fr", "de", "es", "pt", "it", "nl"), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`something XI does not want`, with `President Xi Jinping` elsewhere -> `something Xi does not want`. Seen where a
    short name was looked up as an abbreviation.

    Only once in the document, the neighbours not in capitals, and the same letters in a name of several words: a
    common word that begins a sentence (Who, Us, May) is no evidence.
    """
    names = {word.upper() for m in FULL_NAME.finditer(view.text) for word in WORD.findall(m[0])}
    loud = list(CAPITALS.finditer(view.text))
    counts = Counter(m[0] for m in loud)
    for m in loud:
        around = view.text[max(0, m.start() - 14) : m.start()] + " " + view.text[m.end() : m.end() + 14]
        if counts[m[0]] == 1 and m[0] in names and not CAPITALS.search(around):
            yield Finding(m.start(), m.end(), m[0].capitalize(), evidence="part of a name elsewhere in the document")
