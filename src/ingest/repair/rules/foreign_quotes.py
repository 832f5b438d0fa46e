"""Another language's quotation marks left in English: '«a turning point»', '„a quick solution“', '「harmony」'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.prose import line_span

GUILLEMETS = re.compile(r"(«[ \u00a0\u202f]?)[^«»\n]{1,400}?([ \u00a0\u202f]?»)")
LOW = re.compile(r"(„)[^“”„\n]{1,300}([“”])")
TURNED = re.compile(r"(»)[^«»\n]{1,400}(«)")  # German books
CORNER = re.compile(r"([「『《])[^「」『』《》\n]{1,200}([」』》])")
EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
AROUND = 40  # characters of the line before a quotation that tell its language
LETTER = re.compile(r"[A-Za-z]")
OTHER_WORDS = re.compile(  # what is quoted is no English, and keeps its marks
    r"\b(?:der|die|das|den|dem|ein|eine|und|nicht|ist|le|la|les|des|du|une|et|est|pas|el|los|las|y|que|o|os|um|uma|il|gli|che|di|de)\b"
    r"|[äöüßñàâçèéêëîïôûœãõąćęłńśźżřěůőű]",
    re.I,
)
ENGLISH_WORDS = re.compile(
    r"\b(?:the|of|and|to|is|was|are|for|with|that|this|it|we|you|they|not|will|by|from|have|has)\b", re.I
)
SPOKEN_OF = re.compile(r"guillemet|quotation marks|quote marks|\bmarks\b|\bpunctuation\b|typograph|\bUnicode\b", re.I)


@repair_rule("foreign-quotes", phase=9, languages=("en",), weight=0.5)
def find(view: View) -> Iterator[Finding]:
    """`spoke of «a turning point»` -> `spoke of "a turning point"`. Seen where marks were copied from the source.

    The document's own kind of marks, curly or straight, is taken. What is quoted must hold Latin letters and no
    words or letters of other languages alone, nor stand among such: a German title keeps its own marks, and so does a
    Japanese heading. Not where the line speaks of marks.
    """
    if not any(c in view.text for c in "«„「『《"):
        return
    curly = ("“" in view.text.replace("„", "") and "”" in view.text) or "„" in view.text
    opening, closing = ("“", "”") if curly else ('"', '"')
    for pattern in (GUILLEMETS, TURNED, LOW, CORNER):
        for m in pattern.finditer(view.text):
            if _is_english(view.text, m) and not _is_between(view.text, m.start()):
                yield Finding(m.start(1), m.end(1), opening, evidence="marks that English does not have")
                if m[2] != closing:
                    yield Finding(m.start(2), m.end(2), closing, evidence="marks that English does not have")


def _is_between(text: str, at: int) -> bool:
    """Whether the guillemet at `at` closes what another has opened, as the first of '«, he said, »' does."""
    start = line_span(text, at)[0]
    return text.count("«", start, at) != text.count("»", start, at)


def _is_english(text: str, m: re.Match[str]) -> bool:
    """Whether what stands between the marks may be English, and is no example of the marks themselves."""
    said = text[m.end(1) : m.start(2)]
    if not LETTER.search(said) or (OTHER_WORDS.search(said) and not ENGLISH_WORDS.search(said)):
        return False
    start, end = line_span(text, m.start())
    before = text[max(start, m.start() - AROUND) : m.start()]
    if EAST_ASIAN.search(before[-1:] + said + text[m.end() : m.end() + 1]):
        return False
    if OTHER_WORDS.search(before) and not ENGLISH_WORDS.search(before):
        return False
    return not SPOKEN_OF.search(text, start, min(end, start + 2000))
