"""A body that becomes 'he' in the next sentence: 'The ministry was founded in 1983. He spies on …' Pointed at."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

BODY = (
    "agency|ministry|company|government|bank|committee|party|commission|council|court|army|university|organi[sz]ation"
    "|association|institute|authority|department|parliament|police|city|country|newspaper|firm|union|service"
)
FAULT = re.compile(
    rf"(?:^|(?<=[.!?] ))(?:[Tt]he|This|Its) (?:\w+ ){{0,4}}(?:{BODY})\b([^.!?\n]{{10,200}})[.!?] (?:First of all, |In addition, |Moreover, |Then |Today,? )?([Hh]e|[Ss]he|[Hh]is|[Hh]er) \w+",
    re.M,
)
PERSON = re.compile(
    r"\b(?:he|she|his|her|him|who|man|woman|mr|mrs|ms|dr|president|minister|director|chairman|head|leader|spokes\w+|king|queen|pope|judge|officer|member|worker|teacher|owner|founder|writer|lawyer|player|soldier|doctor|author|mayor|governor|senator|professor|scientist|journalist|wife|husband|son|daughter|brother|sister|mother|father|child)\b"
    r"|[“”\"]",
    re.I,
)
NAME = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b|(?<=[a-z,] )[A-Z][a-z]+(?=\b)")


@repair_rule("gender-flip", phase=90, languages=("en",), weight=0.5)
def find(view: View) -> Iterator[Finding]:
    """`The agency was founded in 1983. He investigates foreign firms.` is flagged. Seen in translations from languages
    with grammatical gender.

    Only where the sentence before is about a body and names no person. A pronoun is never edited.
    """
    for m in FAULT.finditer(view.text):
        if not PERSON.search(m[1]) and not NAME.search(m[1]):
            yield Finding(m.start(2), m.end(2), None, evidence="no person in the sentence before", confidence=0.5)
