"""A small word in capitals inside a sentence: 'a long video In Chinese'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.lexicon import alternation, words
from ingest.repair.prose import in_headline

SMALL = "In|On|At|Of|With|For|From|By|Who|Which|Whose|And"
OPENER = re.compile(r"[^.!?,\n]{0,30},")  # 'For the first time, grapes …' begins a sentence
SET_PHRASE = re.compile(  # begins a sentence whose stop was lost too
    r"(?:By the (?:way|time)|In (?:the (?:end|meantime|beginning)|this (?:case|way)|that case|addition)"
    r"|At (?:the (?:moment|same time|end|beginning)|this point)|On the (?:other|one) hand|For the (?:first|last) time)\b"
)
AFTER = r"(?:the|a|an|his|her|their|its|this|that|these|which|order|addition)"
PEOPLES = alternation(words("en", "demonyms"))
FAULT = re.compile(rf"(?<=[a-z] )(?:{SMALL})(?= {AFTER} ['’\"“]?[a-z]| (?:{PEOPLES})(?:[,.;]| [a-z]))")

CLAUSE = re.compile(
    r"\b([a-z]{3,20}) (Who|Which|Whose|Where|When)(?= (?:was|were|is|are|has|have|had|will|would|can|could|did|does|came|went|said|wanted|lived|worked) ['’\"“]?[a-z])"
)
NO_NOUN = re.compile(
    r"(?:the|a|an|by|with|called|named|titled|song|film|book|show|series|band|and|or|of|in|doctor|watched|saw|heard|love|loves|loved|like|from|to|for|as)\Z"
)


@repair_rule("stray-capital", phase=50, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`published a long video In Chinese with advice` -> `… video in Chinese with advice`. Seen where a line break or
    a tag stood before the word.

    Only between small words on both sides, in a line of prose: a title (`In the Mood for Love`) goes on in capitals,
    and `For the first time, grapes …` opens a sentence whose stop was lost.
    """
    for m in FAULT.finditer(view.text):
        opens = OPENER.match(view.text, m.end()) or SET_PHRASE.match(view.text, m.start())
        if not in_headline(view.text, m.start()) and not opens:
            yield Finding(m.start(), m.end(), m[0].lower(), evidence="small words on both sides")
    for m in CLAUSE.finditer(view.text):
        after = FAULT.match(view.text, m.start(2))
        if not NO_NOUN.match(m[1]) and not after and not in_headline(view.text, m.start()):
            yield Finding(m.start(2), m.end(2), m[2].lower(), evidence="a noun before and a verb behind")
