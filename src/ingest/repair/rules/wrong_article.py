"""'a' before a vowel, 'an' before a consonant: 'It was a important decision for an new country.'"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.lexicon import pairs, words
from ingest.repair.prose import begins_sentence, is_old

WORD = re.compile(r"(?<![\w.'’/&-])([aA])(n?) ([A-Za-z][a-z]{2,20})\b(?!['’/]|\.\w)")
NUMBER = re.compile(r"(?<![\w.'’/&-])([aA])(n?) (\d{1,3})(?=(?:-| ?%| per ?cent|th\b|st\b|nd\b|rd\b|,\d{3}))")
ACRONYM = re.compile(r"(?<![\w.'’/&-])([aA])(n?) ([A-Z]{2,6})(?![\w.&/'’])")
LETTERED = re.compile(  # what a letter is the name of: 'section a applies'
    r"\b(?:section|vitamin|plan|grade|type|class|group|team|option|point|part|level|series|category|hepatitis|letter|figure|table|appendix|item|note|key|press|clause|paragraph) $",
    re.I,
)
VOWELS = "aeiou"
CONSONANT_SOUND = re.compile(r"eu|ew|uni(?!n|m)|unan|us[aeiu]|ut[eio]|ubi|one|once|oui|u[bk]|ur[aeiu]|uvu|ug[ao]|uz")


@repair_rule("wrong-article", phase=60, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`a important decision for an new country` -> `an important decision for a new country`. Seen where the noun was
    chosen after its article.

    Only before common words, names of peoples, numbers and abbreviations whose first sound is sure (`a historic day`
    and other abbreviations are left; so is `an united people` in a text of an older day); 'A' only where a sentence begins: elsewhere it is a letter.
    """
    text = view.text
    common, peoples, function = words("en", "common"), words("en", "demonyms"), words("en", "function")
    told = pairs("en", "articles")
    for m in WORD.finditer(text):
        if m[3] in told:
            yield from _mended(text, m, told[m[3]] == "an", "lexicon")
        elif (m[3] in common or m[3] in peoples) and m[3] not in function:
            yield from _mended(text, m, _vowel_sound(m[3].lower()), "a common word whose sound is sure")
    for m in NUMBER.finditer(text):
        thousands = text[m.end()] == ","
        if m[3][0] != "1" or not thousands:
            yield from _mended(text, m, m[3][0] == "8" or m[3] in ("11", "18"), "a number")
    for m in ACRONYM.finditer(text):
        if m[3] in told:
            yield from _mended(text, m, told[m[3]] == "an", "lexicon")


def _vowel_sound(small: str) -> bool | None:
    """Whether a word begins with the sound of a vowel; None where that is not sure."""
    if small[0] in VOWELS:
        return None if CONSONANT_SOUND.match(small) else True
    return None if small[0] in "hxy" else False


def _mended(text: str, m: re.Match[str], vowel: bool | None, why: str) -> Iterator[Finding]:
    """The article as the sound asks; nothing where it is right or the sound not sure."""
    if LETTERED.search(text, max(0, m.start() - 16), m.start()):
        return
    if m[2] and m[3][0] in "uUeEo" and is_old(m.string):
        return
    if vowel is None or vowel == bool(m[2]) or (m[1] == "A" and not begins_sentence(text, m.start())):
        return
    yield Finding(m.start(2), m.end(2), "n" if vowel else "", evidence=why)
