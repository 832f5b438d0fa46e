"""An opening quotation mark printed as a closing one, or the reverse: 'He told them: ”We will return.”'"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

PARAGRAPH = re.compile(r"[^\n]+")
INCHES = re.compile(r"\d[”″]")
OPENS_AFTER, CLOSES_BEFORE = " (—–[\t", " .,;:!?)]—–"


@repair_rule("wrong-way-quote", phase=11, languages=("en", "es", "pt", "it"), weight=0.5)
def find(view: View) -> Iterator[Finding]:
    """`He told them: ”We will return.”` -> `He told them: “We will return.”` Seen where a language with one mark for
    both sides was the source.

    Only in a paragraph with an even number of double marks that would alternate if the wrong ones were turned, each
    of which stands as the turned mark would stand; never next to digits, which take the mark for inches.
    """
    if "”" not in view.text and "“" not in view.text:
        return
    lines = [p for p in PARAGRAPH.finditer(view.text) if "”" in p[0] or "“" in p[0]]
    wrong = [(p.start(), _wrong(p[0])) for p in lines]
    one_mark = "”" not in view.text or "“" not in view.text
    if one_mark and any(found is None for _, found in wrong):
        return  # the author's own way: all of it is turned, or none
    for start, found in wrong:
        for i, want in found or ():
            yield Finding(start + i, start + i + 1, want, evidence="the marks of the paragraph alternate")


def _wrong(line: str) -> list[tuple[int, str]] | None:
    """The marks of a paragraph to be turned, each with what it should be; None where they would not alternate."""
    marks = [i for i, c in enumerate(line) if c in "“”"]
    if len(marks) % 2 or "„" in line or INCHES.search(line):
        return None
    wrong = [(i, "“”"[k % 2]) for k, i in enumerate(marks) if line[i] != "“”"[k % 2]]
    return wrong if all(_stands(line, i, want) for i, want in wrong) else None


def _stands(line: str, at: int, mark: str) -> bool:
    """Whether a mark of that direction could stand at `at`."""
    left, right = line[at - 1 : at], line[at + 1 : at + 2]
    if mark == "“":
        return (not left or left in OPENS_AFTER) and (right.isalnum() or right in "‘'$€£…")
    return bool(left) and not left.isspace() and (not right or right in CLOSES_BEFORE)
