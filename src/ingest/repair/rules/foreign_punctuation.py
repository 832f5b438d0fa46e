"""Punctuation of another script among Latin letters: 'The talks failed，said the minister。', '¿Who will pay?'"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
WIDE = dict(zip("，。！？；：、", ",.!?;:,", strict=True))
LATIN = ("en", "fr", "de", "es", "pt", "it", "nl", "pl", "ro", "sv", "da", "nb", "fi", "cs", "hu", "tr", "id", "vi")
FAULT = re.compile(r"(?<=[A-Za-zÀ-ɏ0-9”\"’)）%‰°€£$])[，。！？；：、](?=\s*[A-Za-zÀ-ɏ0-9“\"‘(（”’)$€£]|\s*\Z|\s*\n)")
OPENING = tuple("“‘(（$€£")  # before which a blank is wanted, as before a word
AROUND = 40  # characters of the line before a mark; where most letters are East Asian ones the mark is in its place
BRACKETS = re.compile(r"(（)[^（）\n]{1,200}(）)")
SPANISH = re.compile(r"(?<![\w.¿¡])[¿¡](?=[A-Z])")


@repair_rule("foreign-punctuation", phase=20, languages=LATIN, weight=1.5)
def find(view: View) -> Iterator[Finding]:
    """`The talks failed，said the minister。` -> `The talks failed, said the minister.` Seen in translations from
    Chinese, Japanese and, for the inverted marks, Spanish.

    Only between Latin letters, numbers and their signs, and where a quotation ends; inverted marks only in English, and
    not where the text quotes Spanish words.
    """
    for m in FAULT.finditer(view.text):
        if _is_east_asian(view.text, m.start()):
            continue
        after = view.text[m.end() : m.end() + 1]
        wants_blank = after.isalnum() or after in OPENING
        yield Finding(
            m.start(), m.end(), WIDE[m[0]] + " " * wants_blank, evidence="a full-width mark among Latin letters"
        )
    for m in BRACKETS.finditer(view.text):
        if re.search(r"[A-Za-z0-9]", m[0]) and not EAST_ASIAN.search(m[0]):
            before, after = view.text[m.start() - 1 : m.start()], view.text[m.end() : m.end() + 1]
            yield Finding(m.start(1), m.end(1), " (" if before.isalnum() else "(", evidence="full-width brackets")
            yield Finding(m.start(2), m.end(2), ") " if after.isalnum() else ")", evidence="full-width brackets")
    if view.language.split("-")[0] == "en" and ("¿" in view.text or "¡" in view.text):
        for m in SPANISH.finditer(view.text):
            sentence = view.text[m.end() : m.end() + 120].split("?")[0].lower()
            if not re.search(r"[áéíóúñ]|\b(?:que|qué|el|los|una?|está|por|cómo|viva)\b", sentence):
                yield Finding(m.start(), m.end(), "", evidence="an inverted mark in English")


def _is_east_asian(text: str, at: int) -> bool:
    """Whether most letters just before `at`, in its line, are East Asian."""
    before = text[max(text.rfind("\n", 0, at) + 1, at - AROUND) : at]
    return len(EAST_ASIAN.findall(before)) * 2 > sum(c.isalpha() for c in before)
