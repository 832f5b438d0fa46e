"""A space before a comma, a stop or another mark, as tokenizers leave it: 'the end , he said .'"""

import re
from collections import Counter
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

STOP = re.compile(
    r"(?<=[^\W_”\"’%)\]»])( {1,3})[,.;](?=\s|\Z|[”\"’)»])(?! ?[.,;:!?])|(?<=[”\"’%)\]»])( {1,3})[,.;](?=\s|\Z)(?! ?[.,;:!?])"
)
MARK = re.compile(r"(?<=[\w”\"’%)\]])( {1,3})(?:[!?](?=\s|\Z|[”\"’)])|:(?=\s|\Z))(?! ?[.,;:!?])")
PLAIN = {",": re.compile(r"\w,\s"), ".": re.compile(r"\w\.(?:\s|\Z)"), ";": re.compile(r"\w;\s")}
SPACED_MARKS = ("fr",)  # where a space before '!', '?', ':' and ';' is right
SHARE = 0.5  # of all marks of the kind: then the text was tokenized; a single one is also a slip of a human hand


@repair_rule("space-before-stop", phase=20, languages=("en", "fr", "de", "es", "pt", "it", "nl", "pl", "ro", "sv"))
def find(view: View) -> Iterator[Finding]:
    """`It rained , then stopped .` -> `It rained, then stopped.` Seen in output that was never detokenized.

    Sure where SHARE of the document's marks of that kind have it. Not before dots in a row. Question marks, exclamation
    marks and colons only where a comma or stop has the fault too: alone they are a habit of people who write French.
    In French the comma and the full stop alone; in other languages than English only where there are two.
    """
    if " ," not in view.text and " ." not in view.text and " ;" not in view.text:
        return
    tag = view.language.split("-")[0]
    found = [
        m for m in STOP.finditer(view.text) if not (tag in SPACED_MARKS and m[0][-1] == ";") and not _list(view.text, m)
    ]
    if len(found) < (1 if tag == "en" else 2):
        return
    counts = Counter(m[0][-1] for m in found)
    sure = {c: n >= SHARE * (n + len(PLAIN[c].findall(view.text))) for c, n in counts.items()}
    for m in found:
        share = f"{counts[m[0][-1]]} in the document"
        yield Finding(m.start(), m.end() - 1, "", evidence=share, confidence=0.95 if sure[m[0][-1]] else 0.6)
    if tag not in SPACED_MARKS:
        for m in MARK.finditer(view.text):
            yield Finding(
                m.start(),
                m.end() - 1,
                "",
                evidence="commas or stops have it too",
                confidence=0.95 if any(sure.values()) else 0.6,
            )


def _list(text: str, m: re.Match[str]) -> bool:
    """A row of numbers: '3 , 4 , 5'."""
    return text[m.start() - 1].isdigit() and text[m.end() : m.end() + 2].strip()[:1].isdigit()
