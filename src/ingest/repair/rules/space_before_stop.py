"""A space before a comma, a stop or another mark, as tokenizers leave it: 'the end , he said .'"""

import re
from collections import Counter
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

STOP = re.compile(
    r"(?<=[^\W_”\"’%)\]»])( {1,3})(?:[,.](?=\s|\Z|[”“\"’)»])|;(?=\s|\Z|[”\"’»]))(?! ?[.,;:!?])"
    r"|(?<=[”\"’%)\]»])( {1,3})[,.;](?=\s|\Z)(?! ?[.,;:!?])"
    r"|(?<=[a-z])( {1,3}),(?=[“\"][A-Z])"
)
MARK = re.compile(r"(?<=[\w”\"’%)\]])( {1,3})(?:[!?](?=\s|\Z|[”\"’)])|:(?=\s|\Z))(?! ?[.,;:!?])")
PLAIN = {
    c: re.compile(rf"\w{re.escape(c)}(?:\s|\Z)" if c in ".?!" else rf"\w{c}\s") for c in (",", ".", ";", "?", "!", ":")
}
NAMED = re.compile(r" (?:or|and|is|means) [:;,.!?]| (?:com|org|net)\b")  # marks spoken of: 'either ; or : ends it'
OPEN = re.compile(
    r"\S*[/\\@]\S*\Z|\bor\Z|(?<![\w.])(?<!\d )[a-hj-z]\Z"
)  # an address or a path, which a stop would become a part of; a letter
TYPED = re.compile(r"\w ,[^\W\d_]")  # 'fine ,but late': no tokenizer leaves a mark so, a hand does
TYPED_SHARE = 0.2  # of such to those with the fault: a few are joined words in tokenized text, more are a hand's habit
NAMES = {",": "commas", ".": "full stops", ";": "semicolons"}
SPACED_MARKS = ("fr",)  # where a space before '!', '?', ':' and ';' is right
SHARE = 0.5  # of all marks of the kind: then the text was tokenized; a single one is also a slip of a human hand
LEAST_MARKS = 2  # question and exclamation marks, where no comma or stop has the fault


@repair_rule(
    "space-before-stop", phase=20, languages=("en", "fr", "de", "es", "pt", "it", "nl", "pl", "ro", "sv"), weight=0.5
)
def find(view: View) -> Iterator[Finding]:
    """`It rained , then stopped .` -> `It rained, then stopped.` Seen in output that was never detokenized.

    Sure where SHARE of the document's marks of that kind have it. Not before dots in a row, nor after an address,
    nor in a text where more than TYPED_SHARE of the commas stand with a blank before and none behind. Question
    marks, exclamation marks and colons where a comma or stop has the fault too; in English also LEAST_MARKS of them,
    if none stands without: less sure, since people who write French have the habit. In French the comma and the
    full stop alone; in other languages than English only where there are two.
    """
    text, tag = view.text, view.language.split("-")[0]
    if not any(f" {c}" in text for c in ",.;?!"):
        return
    found = [m for m in STOP.finditer(text) if not (tag in SPACED_MARKS and ";" in m[0]) and not _other_matter(text, m)]
    if (typed := len(TYPED.findall(text))) and typed > TYPED_SHARE * len(found):
        return
    if len(found) < (1 if tag == "en" else 2):
        yield from _bare_marks(text) if tag == "en" else ()
        return
    counts = Counter(m[0].strip() for m in found)
    every = {c: n + len(PLAIN[c].findall(text)) for c, n in counts.items()}  # such marks, with the fault and without
    sure = {c: n >= SHARE * every[c] for c, n in counts.items()}
    for m in found:
        mark = m[0].strip()
        gap = mark == "," and _opens(text, m.end())  # ',"What' wants its blank back
        yield Finding(
            m.start(),
            m.end() if gap else m.end() - 1,
            f"{mark} " if gap else "",
            evidence=f"{counts[mark]} of the document's {every[mark]} {NAMES[mark]} have it",
            confidence=0.95 if sure[mark] else 0.6,
        )
    if tag not in SPACED_MARKS:
        for m in MARK.finditer(text):
            if not _other_matter(text, m):
                confidence = 0.95 if any(sure.values()) else 0.6
                yield Finding(m.start(), m.end() - 1, "", evidence="commas or stops have it too", confidence=confidence)


def _bare_marks(text: str) -> Iterator[Finding]:
    """Question and exclamation marks alone."""
    found = [m for m in MARK.finditer(text) if m[0].strip() != ":" and not _other_matter(text, m)]
    if len(found) >= LEAST_MARKS and not PLAIN["?"].search(text) and not PLAIN["!"].search(text):
        for m in found:
            yield Finding(m.start(), m.end() - 1, "", evidence="every such mark has it", confidence=0.6)


def _opens(text: str, at: int) -> bool:
    """Whether speech begins at `at`."""
    mark, letter = text[at : at + 1], text[at + 1 : at + 2]
    even = mark == "“" or (mark == '"' and text.count('"', text.rfind("\n", 0, at) + 1, at) % 2 == 0)
    return letter.isupper() and even


def _other_matter(text: str, m: re.Match[str]) -> bool:
    """A row of numbers ('3 , 4 , 5'), marks that are spoken of, or an address."""
    if text[m.start() - 1].isdigit() and text[m.end() : m.end() + 2].strip()[:1].isdigit():
        return True
    before = text[max(0, m.start() - 80) : m.start()]
    return bool(NAMED.match(text, m.end()) or OPEN.search(before))
