"""Another language's ordinal in English: 'the 1er May', 'the XIXe century', 'the 5. June 1980', 'the 3º edition'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
FIRST = re.compile(rf"(?:\b(?:on|until|till|since|from|before|after|by|of) (the ))?\b1(er)(?= (?:of )?(?:{MONTHS})\b)")
CENTURY = re.compile(
    r"\b(\d{1,2}|[IVX]{1,5})(e|è|ème|eme)(?= (?:century|centuries|arrondissement|edition|anniversary)\b)"
)
GERMAN = re.compile(
    rf"\b(?:[Oo]n|[Oo]f|[Tt]he|[Ss]ince|[Uu]ntil|[Ff]rom) \d{{1,2}}(\.)(?= (?:{MONTHS})(?: (?:1[5-9]|20)\d\d|[,.;]))"
)
SPANISH = re.compile(r"\b(\d{1,2})([ºª°])(?= (?:century|edition|anniversary|floor|place|congress|division|round)\b)")
ROMAN = {"I": 1, "V": 5, "X": 10}


@repair_rule("ordinal-leak", phase=40, languages=("en",), changes_words=True, weight=1.5)
def find(view: View) -> Iterator[Finding]:
    """`on the 1er May in the XIXe century` -> `on 1 May in the 19th century`. Seen in translations from French,
    Spanish (`the 3º edition`) and German (`on 5. June 1980`)."""
    for m in FIRST.finditer(view.text):
        of = view.text.startswith(" of ", m.end(2))
        if m[1] and not of:
            yield Finding(m.start(1), m.end(1), "", evidence="a French article before an English date")
        yield Finding(m.start(2), m.end(2), "st" if of else "", evidence="a French ordinal before an English month")
    for m in CENTURY.finditer(view.text):
        number = int(m[1]) if m[1].isdigit() else _value(m[1])
        yield Finding(
            m.start(), m.end(), f"{number}{_ending(number)}", evidence="a French ordinal before an English noun"
        )
    for m in GERMAN.finditer(view.text):
        yield Finding(m.start(1), m.end(1), "", evidence="a German ordinal before an English month")
    for m in SPANISH.finditer(view.text):
        yield Finding(m.start(2), m.end(2), _ending(int(m[1])), evidence="a Spanish ordinal before an English noun")


def _value(roman: str) -> int:
    values = [ROMAN[c] for c in roman]
    return sum(-v if v < n else v for v, n in zip(values, [*values[1:], 0], strict=True))


def _ending(number: int) -> str:
    return "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
