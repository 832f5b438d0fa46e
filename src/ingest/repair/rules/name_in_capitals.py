"""A name put in capitals in one place, as if it were an abbreviation, that the document writes as a name elsewhere."""

import re
from collections import Counter
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.prose import line_span

CAPITALS = re.compile(r"(?<![\w.&/’'(\[-])[A-Z]{2,12}(?![\w.&/’')\]:-])")
FULL_NAME = re.compile(r"\b(?:[A-Z][a-z]+ )+[A-Z][a-z]+(?:-[a-z]+)?\b")
WORD = re.compile(r"[A-Z][a-z]+")
BEFORE, AFTER = re.compile(r"(?:^|[\s(“])[a-zà-ÿ’']+[,;]? $"), re.compile(r"(?: [a-z]|[.,;])")
LOUD = re.compile(r"\b[A-Z]{2,}\b")
LEAST_WORDS = 6  # of the line: a speaker's name in a script stands in a shorter one


@repair_rule("name-in-capitals", phase=51, languages=("en", "fr", "de", "es", "pt", "it", "nl"), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`something XI does not want`, with `President Xi Jinping` elsewhere -> `something Xi does not want`. Seen where a
    short name was looked up as an abbreviation.

    Only once in the document, inside a line of prose, between words in small letters (not `Pius XI`),
    and the same letters in a name of several words: a common word that begins a sentence (Who, Us, May) is no evidence.
    """
    loud = list(CAPITALS.finditer(view.text))
    if not loud:
        return
    names = {word.upper() for m in FULL_NAME.finditer(view.text) for word in WORD.findall(m[0])}
    counts = Counter(m[0] for m in loud)
    for m in loud:
        if counts[m[0]] != 1 or m[0] not in names:
            continue
        start, end = line_span(view.text, m.start())
        around = view.text[max(start, m.start() - 14) : m.start()] + " " + view.text[m.end() : min(end, m.end() + 14)]
        prose = len(view.text[start:end].split()) >= LEAST_WORDS and view.text[start : m.start()].strip()
        inside = BEFORE.search(view.text[max(0, m.start() - 24) : m.start()]) and AFTER.match(view.text, m.end())
        if prose and inside and not LOUD.search(around):
            yield Finding(m.start(), m.end(), m[0].capitalize(), evidence="part of a name elsewhere in the document")
