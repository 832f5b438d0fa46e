"""An opening quotation mark printed as a closing one, or the reverse: 'He told them: ”We will return.”'"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

PARAGRAPH = re.compile(r"[^\n]+")
INCHES = re.compile(r"\d[”″]")
OPENS_AFTER, CLOSES_BEFORE = " (—–[\t", " .,;:!?)]—–"


@repair_rule("wrong-way-quote", phase=11, languages=("en", "es", "pt", "it"))
def find(view: View) -> Iterator[Finding]:
    """`He told them: ”We will return.”` -> `He told them: “We will return.”` Seen where a language with one mark for
    both sides was the source.

    Only in a paragraph with an even number of double marks that would alternate if the wrong ones were turned, each
    of which stands as the turned mark would stand; never next to digits, which take the mark for inches.
    """
    if "”" not in view.text and "“" not in view.text:
        return
    for p in PARAGRAPH.finditer(view.text):
        line = p[0]
        marks = [i for i, c in enumerate(line) if c in "“”"]
        right = [line[i] == "“”"[k % 2] for k, i in enumerate(marks)]
        if len(marks) % 2 or all(right) or "„" in line or INCHES.search(line):
            continue
        wrong = [(i, "“”"[k % 2]) for k, (i, ok) in enumerate(zip(marks, right, strict=True)) if not ok]
        if all(_stands(line, i, want) for i, want in wrong):
            for i, want in wrong:
                yield Finding(p.start() + i, p.start() + i + 1, want, evidence="the marks of the paragraph alternate")


def _stands(line: str, at: int, mark: str) -> bool:
    """Whether a mark of that direction could stand at `at`."""
    left, right = line[at - 1 : at], line[at + 1 : at + 2]
    if mark == "“":
        return (not left or left in OPENS_AFTER) and (right.isalnum() or right in "‘'$€£…")
    return bool(left) and not left.isspace() and (not right or right in CLOSES_BEFORE)
