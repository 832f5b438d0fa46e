"""'said to X that' for 'told X that', and 'said X that' before a medium."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.media import MEDIA
from ingest.repair.prose import is_old, is_transcript

PERSON = (
    r"(?:the )?(?:[A-Z][\w'’.-]{1,30}(?: [A-Z][\w'’.-]{1,30}){0,3}|him|her|them|us|me|reporters|journalists|the press)"
)
CLAUSE = r"(?:he|she|it|they|we|I|you|the|a|an|his|her|its|their|our|my|there|this|these|those|some|no|many|most|if|when|in|on|at|after|[A-Z\d“\"])"
TOLD_TO = re.compile(rf"\b([Tt]old to) (?:{PERSON}) that\b(?= {CLAUSE})")
SAID_TO = re.compile(
    rf"(?<!to be )\b([Ss]aid to) (?:(?:the )?(?:reporters|journalists|press) that\b|(?:[Tt]he )?(?:{MEDIA}) that\b|{PERSON} that\b(?= {CLAUSE}))(?! (?:day|morning|afternoon|evening|night|week|month|year|time|moment|summer|winter))"
)
SAID = re.compile(rf"\b(said) (?:[Tt]he )?(?:{MEDIA}) that\b")
RELATIVE = re.compile(
    r"\b(?:one|thing|things|something|what|which|that|whom|everything|words?|person|man|woman) (?:I|he|she|we|they|you|[A-Z]\w+)(?: had| have| has)? $"
)
PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|not|it|often|sometimes|that is) $", re.I)


@repair_rule("said-to-that", phase=52, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`An official said to the New York Times that …` -> `An official told the New York Times that …` Seen in
    translations from French, Spanish and Russian.

    Only before a name, a pronoun or the press; `it is said to him that`, `said to myself that` a text of an
    older day and speech written down stay.
    """
    if ("aid " in view.text or "old to " in view.text) and not (is_old(view.text) or is_transcript(view.text)):
        for pattern in (SAID_TO, SAID, TOLD_TO):
            for m in pattern.finditer(view.text):
                before = view.text[max(0, m.start() - 40) : m.start()]
                if not PASSIVE.search(before) and not RELATIVE.search(before):
                    told = "Told" if m[1][0] == "S" else "told"
                    yield Finding(m.start(1), m.end(1), told, evidence="a listener and a clause follow")
