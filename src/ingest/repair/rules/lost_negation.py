"""A word that asks for a negation, in a sentence without one: 'He wants to see them any longer.' Pointed at."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

MOST_CHARS = 400  # of a sentence that are looked at
END = re.compile(r"[.!?\n]")
POLAR = re.compile(
    r"\b(?:any longer|any more(?= *[.,;!])|at all(?= *[.,;!])|whatsoever(?= *[.,;!])|nor (?:did|does|do|is|was|has|will))\b",
    re.I,
)
NEGATION = re.compile(
    r"n['’]t\b|\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without|hardly|barely|scarcely|rarely|seldom|few|little"
    r"|if|whether|unless|before|than|too|doubts?|doubted|refus\w+|fail\w*|den(?:y|ied|ies)|unable|impossible|cannot|lack\w*"
    r"|stop\w*|question\w*|anything|anyone|anybody|ever|every|all at|free|prevent\w*|avoid\w*|reject\w*|un\w+|why|how|what|who|any \w+ at)\b",
    re.I,
)


@repair_rule("lost-negation", phase=90, languages=("en",), weight=0.5)
def find(view: View) -> Iterator[Finding]:
    """`He wants to see them any longer.` is flagged. Seen where the second half of a negation in two parts (`ne … plus`)
    was all that was translated.

    Only statements with such a word and nothing that licenses it. Never edited: only the source can tell.
    """
    for m in POLAR.finditer(view.text):
        before = END.split(view.text[max(0, m.start() - MOST_CHARS) : m.start()])[-1]
        end = END.search(view.text, m.end(), m.end() + MOST_CHARS)
        if end and end[0] != "?" and len(before) >= 8 and not NEGATION.search(before):
            yield Finding(m.start(), m.end(), None, evidence="no negation before it", confidence=0.5)
