"""Wordings that only a translator makes: 'assist to the meeting', 'in the frame of'. Pointed at: a model may mend them."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.lexicon import pairs

NUMBER = r"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty)"
CALQUES = pairs("en", "calques")
LISTED = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, CALQUES), key=len, reverse=True))})(?!\w)", re.I)
PATTERNS = (  # words one of which must stand in the text (asked at C speed), the pattern, what may have been meant; each
    # names a construction of the source, whatever its words
    ((" last ", " first "),
     rf"\b[Tt]he {NUMBER} (?:last|first) (?:years|months|weeks|days|decades|hours|editions|matches)\b", "the last ten years"),
    (("allows to", "permits to", "enables to"),
     r"\b(?:allows|permits|enables) to (?!be\b)(?!the\b)[a-z]{3,}\b", "allows one to; makes it possible to"),
    ((" me ", " him ", " us ", " them "),
     r"\b(?:explain|explains|explained|suggested|proposed) (?:me|him|us|them) (?:that|how|what|why)\b", "explained to me that"),
    ((" makes ", "here is ", "here are ", "t has "),
     r"\b(?:[Ii]t makes|[Tt]here (?:is|are)|[Ii]t has) " + NUMBER + r" (?:years|months|days)(?:,| that\b| ago\b)", "ten years ago"),
    ((" years",),
     r"\b(?:[Hh]e|[Ss]he|who) (?:has|had) " + NUMBER + r" years(?=[,.;]| and\b| when\b)", "he is thirty years old"),
    (("d to ", "s to ", "oid to "),
     r"\b(?:avoid|avoids|avoided|risks|risked|finished|succeeded|suggests|suggested|enjoys|enjoyed) to "
     r"(?:have|make|take|go|give|find|pay|become|see|say|do|work|use|begin|put|keep|leave|win|lose|reach|convince|sell)\b",
     "avoided doing; managed to"),
    (("before to", "after to", "without to", "instead to", "despite to"),
     r"\b(?:before|after|without|instead|despite) to (?:have|be|make|take|go|give|find|pay|see|say|do|leave|reach)\b", "before doing"),
    (("accuse",),
     r"\baccused? to (?:have|be)\b|\baccused to (?:have|be)\b", "accused of having"),
    (("depend",),
     r"\b(?:depends|depended|dependent) of\b(?! course)", "depends on"),
    ((" about ",),
     r"\b(?:discussed|discuss|discussing|mentioned|mention) about (?:the|this|that|it|his|her|their)\b", "discussed the"),
    (("marr", "responsible of", "capable to", "interested by", "consist"),
     r"\b(?:married|marry) with (?:a|an|the|his|her)\b|\bresponsible of\b|\bcapable to\b|\binterested by the\b|\bconsisted? to\b", "another preposition"),
    ((" of the half", " of the two", "more of ", "less of "),
     r"\b(?:more|less) of (?:the half|the two thirds|" + NUMBER + r" (?:people|years|percent|million|thousand))\b", "more than"),
    (("all the t", "the both", "the majority of people has", "an other"),
     r"\b(?:all the two|all the three|the both of the|the majority of people has|an others?)\b", "both; most of; another"),
    ((" level ", " plan "),
     r"\b(?:in|at) (?:the )?(?:level|plan) (?:national|international|local|regional|political|economic)\b", "at national level"),
)  # fmt: skip
COMPILED = tuple((literals, re.compile(pattern), meant) for literals, pattern, meant in PATTERNS)


@repair_rule("lexical-calque", phase=90, languages=("en",), weight=1.0)
def find(view: View) -> Iterator[Finding]:
    """`He assisted to the meeting in the frame of his visit` is flagged. Seen in translations from Romance languages.

    The wordings stand in `data/en/calques.txt` with what they may have been meant to say, constructions in PATTERNS; none
    is common in native English. Nothing is edited: what was meant is not sure.
    """
    end = 0
    for start, stop, meant in sorted(_found(view.text)):
        if start >= end:
            end = stop
            yield Finding(start, stop, None, evidence=f"perhaps: {meant}", confidence=0.6)


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    for m in LISTED.finditer(text):
        yield m.start(), m.end(), CALQUES[m[0].lower()]
    for literals, pattern, meant in COMPILED:
        for m in pattern.finditer(text) if any(word in text for word in literals) else ():
            yield m.start(), m.end(), meant
