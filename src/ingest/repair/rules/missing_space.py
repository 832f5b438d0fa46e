"""The blank after a stop, a comma or a semicolon lost: 'The talks failed.The minister left.'"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.lexicon import words

STOP = re.compile(r"(?<![.\w@/-])([a-z]{3,20})[.?!]([A-Z][a-z]{1,15})(?![\w(]|\.\w)")
NAME = re.compile(  # a name ends the sentence: the next begins with a small word
    r"(?<![.\w@/-])([A-Z][a-z]{3,20})[.?!](The|He|She|They|It|In|On|But|This|These|There|We|When|After|At|For|His|Her)(?= [a-z])"
)
MARK = re.compile(r"(?<![.,;\w@/-])([A-Za-z]{3,20})[,;]([A-Za-z]{3,20})(?![\w(/]|[,;.]\w)")

YEAR = re.compile(r"(?<![\w.,/-])(?:1[5-9]|20)\d\d\.([A-Z][a-z]{1,15})(?= [a-z]|, )")
BRACKET = re.compile(r"(?<= \()[^()\n]{3,120}\)([a-z]{2,15})(?=[ ,.;])")
LONGEST_LINE = 2000  # characters before a mark in which others are counted
SPEECH = re.compile(r"([a-z]{2,20})[:,]([“\"])(?=[A-Z][a-z']* )")


@repair_rule("missing-space", phase=21, languages=("en",), changes_words=True, weight=0.5)
def find(view: View) -> Iterator[Finding]:
    """`The talks failed.The minister left.` -> `The talks failed. The minister left.` Seen where sentences were
    translated one by one and put together without blanks; people in a hurry write so too.

    Only between two common words: file names, addresses and abbreviations have other parts; after a year or a bracket
    of several words, before a common word; and before speech.
    """
    common = words("en", "common")
    for pattern in (STOP, MARK):
        for m in pattern.finditer(view.text):
            if m[1].lower() in common and m[2].lower() in common:
                yield Finding(m.end(1) + 1, m.end(1) + 1, " ", evidence="common words on both sides")
    for m in NAME.finditer(view.text):
        yield Finding(m.end(1) + 1, m.end(1) + 1, " ", evidence="a small word that opens a sentence")
    yield from _elsewhere(view.text, common)


def _elsewhere(text: str, common: frozenset[str]) -> Iterator[Finding]:
    """After a year, a bracket, and before speech."""
    for m in YEAR.finditer(text):
        if m[1].lower() in common:
            yield Finding(m.start(1), m.start(1), " ", evidence="a year and a common word")
    for m in BRACKET.finditer(text) if ")" in text else ():
        if " " in text[m.start() : m.start(1)] and m[1] in common:
            yield Finding(m.start(1), m.start(1), " ", evidence="a bracket of several words and a common word")
    for m in SPEECH.finditer(text) if "“" in text or '"' in text else ():
        if m[1] not in common:
            continue
        start = text.rfind("\n", max(0, m.start() - LONGEST_LINE), m.start()) + 1 or max(0, m.start() - LONGEST_LINE)
        if m[2] == "“" or text.count('"', start, m.start(2)) % 2 == 0:
            yield Finding(m.start(2), m.start(2), " ", evidence="a mark that opens speech")
