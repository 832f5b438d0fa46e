"""A function word said twice: 'of the the house', 'la la maison'. Not 'had had', 'that that', 'nous nous', 'den den': people say these."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.prose import is_transcript

WORDS = {  # function words that no sentence of the language says twice in a row
    "en": "the|a|an|of|and|or|to|with|from|by|at|for|their|its|his|these|those|my|our|your|been|which|who|into|between|about|because|if|than|as",
    "fr": "le|la|les|de|des|du|et|un|une|dans|pour|avec|par|au|aux",
    "es": "el|los|las|de|del|y|un|una|en|con|por|para|al",
    "pt": "os|de|do|da|dos|das|e|um|uma|com|por|para|ao|em|no",
    "it": "il|lo|gli|di|del|della|dei|un|una|con|per|nel",
    "de": "und|von|mit|zur|zum|für|bei",
    "nl": "het|een|van|met|voor|bij|en",
}
SPOKEN_OF = frozenset(["en", "em", "no", "von", "de", "di"])  # 'Von von Stein stammt …', 'En en español …'
IN_A_YEAR = re.compile(r"(?<!\blog )(?<!\bsign )(?<!\bcheck )\b[Ii]n( in)(?= (?:1[5-9]|20)\d\d\b)")
FAULTS = {
    tag: re.compile(rf"(?<![\w'’.-])({words})((?: \1\b)+)(?=[ ,.;:!?\n]|\Z)(?! (?:is|are|was|were|has|had)\b)", re.I)
    for tag, words in WORDS.items()
}


@repair_rule("doubled-word", phase=60, languages=tuple(WORDS), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`in the the garden` -> `in the garden`. Seen where two systems each put an article, and in human typing.

    Not words that people say twice (is is, was was, in in too), nor what is in capitals, before a verb (`The the is a
    band`) or in speech written down as it came.
    """
    english = view.language.startswith("en")
    found = list(FAULTS[view.language.split("-")[0]].finditer(view.text))
    if english and found and is_transcript(view.text):
        return
    for m in found:
        spoken_of = m[1][0].isupper() and m[1].lower() in SPOKEN_OF
        if not spoken_of and m[2] == m[2].lower() and (m[1].islower() or m[1].capitalize() == m[1]):
            yield Finding(m.start(2), m.end(2), "", evidence="a word that nobody says twice in a row")
    if english:
        for m in IN_A_YEAR.finditer(view.text):
            yield Finding(m.start(1), m.end(1), "", evidence="before a year")
