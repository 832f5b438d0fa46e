"""Contractions and possessives in two pieces: 'We do n't know what he 's planning'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

AUXILIARY = "do|does|did|is|are|was|were|have|has|had|wo|ca|could|should|would|must|need"
NEGATION = re.compile(rf"\b(?:{AUXILIARY})( )n['’]t\b", re.I)
ENDING = re.compile(r"(?<=[a-zI])( )['’](?:s|re|ve|ll|d|m)(?=[ .,;:!?])")
CUT = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|would|could|should|must|might|need|ca|wo)n(?:( )['’]|['’]( ))t\b"
    r"|\b(?:[Ii]t|[Hh]e|[Ss]he|[Tt]hat|[Tt]here|[Ww]hat|[Ww]ho|[Ll]et|[Hh]ere|I|[Yy]ou|[Ww]e|[Tt]hey)['’]( )(?:s|re|ve|ll|d|m)(?= [a-z])"
    r"|(?<=[a-rt-z])['’]( )s(?= [a-z])"
)
PLURAL = re.compile(r"(?<=[a-z]{2}s)( )['’](?= [a-z]{3})")
LONE = re.compile(r" ['’] |(?<!\w)['’](?=\w)|(?<=\w)['’](?!\w)")
APART = re.compile(r"(?<=[a-zA-Z]) (['’]) (?=(?:s|t|re|ve|ll|m) )")


@repair_rule("split-contraction", phase=5, languages=("en",), weight=2.0)
def find(view: View) -> Iterator[Finding]:
    """`We do n't know what he 's planning` -> `We don't know what he's planning`. Seen in tokenized output.

    Not before a quoted letter that a second mark closes: `the letter ' s ' in it`.
    """
    for m in CUT.finditer(view.text):
        group = next(g for g in (1, 2, 3, 4) if m[g])
        yield Finding(m.start(group), m.end(group), "", evidence="a contraction in two pieces")
    if any(mark in view.text for mark in (" n'", " n’", " '", " ’")):
        for pattern in (NEGATION, ENDING):
            for m in pattern.finditer(view.text):
                yield Finding(m.start(1), m.end(1), "", evidence="a contraction in two pieces")
        for m in PLURAL.finditer(view.text) if len(PLURAL.findall(view.text)) == len(LONE.findall(view.text)) else ():
            yield Finding(m.start(1), m.end(1), "", evidence="no such mark opens or closes a quotation")
        for m in APART.finditer(view.text):
            if view.text[m.end() : m.end() + 5].split(" ", 1)[1][:1] not in "'’":
                yield Finding(m.start(), m.end(), m[1], evidence="an apostrophe between blanks")
