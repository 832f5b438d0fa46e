"""A small word in capitals inside a sentence: 'a long video In Chinese'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.lexicon import alternation, words
from ingest.repair.prose import in_headline

SMALL = "In|On|At|Of|With|For|From|By|Who|Which|Whose|And"
OPENER = re.compile(r"[^.!?,\n]{0,30},")  # 'For the first time, grapes …' begins a sentence
AFTER = rf"(?:the|a|an|his|her|their|its|this|that|these|which|order|addition|{alternation(words('en', 'demonyms'))})"
FAULT = re.compile(rf"(?<=[a-z] )(?:{SMALL})(?= {AFTER} ['’\"“]?[a-z])")


@repair_rule("stray-capital", phase=50, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`published a long video In Chinese with advice` -> `… video in Chinese with advice`. Seen where a line break or
    a tag stood before the word.

    Only between small words on both sides, in a line of prose: a title (`In the Mood for Love`) goes on in capitals,
    and `For the first time, grapes …` opens a sentence whose stop was lost.
    """
    for m in FAULT.finditer(view.text):
        if not in_headline(view.text, m.start()) and not OPENER.match(view.text, m.end()):
            yield Finding(m.start(), m.end(), m[0].lower(), evidence="small words on both sides")
