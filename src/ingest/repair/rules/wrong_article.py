"""'a' before a vowel, 'an' before a consonant: 'It was a important decision for an new country.'"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.lexicon import words
from ingest.repair.prose import begins_sentence

A = re.compile(r"(?<![\w.'’/&-])([aA])() ([aeiou][a-z]{2,20})\b(?![-'’/]|\.\w)")
AN = re.compile(r"(?<![\w.'’/&-])[aA](n) ([bcdfgjklmnpqrstvwz][a-z]{2,20})\b(?![-'’/]|\.\w)")
CONSONANT_SOUND = re.compile(r"eu|ew|uni(?!n|m)|unan|us[aeiu]|ut[eio]|ubi|one|once|oui|u[bk]|ur[aei]|uvu")


@repair_rule("wrong-article", phase=60, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`a important decision for an new country` -> `an important decision for a new country`. Seen where the noun was
    chosen after its article.

    Only before common words whose first sound is sure (`a unanimous vote`, `an hour` and abbreviations are left);
    'A' only where a sentence begins: elsewhere it is a letter.
    """
    common = words("en", "common")
    for m in A.finditer(view.text):
        if (
            m[3] in common
            and not CONSONANT_SOUND.match(m[3])
            and (m[1] == "a" or begins_sentence(view.text, m.start()))
        ):
            yield Finding(m.start(2), m.end(2), "n", evidence="a common word that begins with a vowel")
    for m in AN.finditer(view.text):
        if m[2] in common:
            yield Finding(m.start(1), m.end(1), "", evidence="a common word that begins with a consonant")
