"""An opening quotation mark that became a closing one and swapped with its space: 'said to me:” I could not'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

MARK = re.compile(r"[“”]")
PARAGRAPH = re.compile(r"[^\n]+")
OPENS_AFTER = " (\t—–[‘'"  # what stands before a mark that opens, be it the right one or not
CLOSES_AFTER = (",", ".", "!", "?")
TWO_CLOSE = re.compile(r"[“”] ?”$", re.M)


@repair_rule("inverted-quote", phase=10, languages=("en", "es", "pt", "it"), weight=1.5)
def find(view: View) -> Iterator[Finding]:
    """`He told me:” I cannot.”` -> `He told me: “I cannot.”` Seen in statistical translations by way of French.

    Only after a colon or comma, with a blank and a word behind, where no quotation is open that the mark could close
    (or, after a colon, where two are closed at the end), and where the next mark closes. Some set one and the same
    mark on both sides (`”We came,” he said, ”and went.”`): what a mark does is then told by where it stands.
    """
    if ":” " not in view.text and ",” " not in view.text:
        return
    carried = False  # the paragraph before ended inside a quotation
    for p in PARAGRAPH.finditer(view.text):
        marks = [m.start() for m in MARK.finditer(view.text, p.start(), p.end())]
        depth = int(carried and bool(marks) and not _opens(view.text, marks[0], p.start()))
        for k, at in enumerate(marks):
            if _opens(view.text, at, p.start()):
                depth += 1
            elif _is_fault(view.text, at) and _is_closed(view.text, at, marks[k + 1 :], p, depth):
                yield Finding(at, at + 2, " “", evidence="the quotation is closed later in the paragraph")
                depth += 1
            else:
                depth = max(0, depth - 1)
        carried = depth > 0 if marks else carried


def _opens(text: str, at: int, start: int) -> bool:
    """Whether a mark opens, by where it stands: at the beginning of a paragraph or after a blank, before a word."""
    left, right = text[at - 1 : at] if at > start else " ", text[at + 1 : at + 2]
    if text[at] == "“":
        return left not in CLOSES_AFTER
    return left in OPENS_AFTER and (right.isalnum() or right in "‘'$€£…¿¡")


def _is_fault(text: str, at: int) -> bool:
    swapped = text[at] == "”" and text[at - 1 : at] in (":", ",") and text[at + 1 : at + 2] == " "
    return swapped and text[at + 2 : at + 3].isalnum()


def _is_closed(text: str, at: int, later: list[int], p: re.Match[str], depth: int) -> bool:
    """Whether a quotation that begins at `at`, inside `depth` others, is closed."""
    both = bool(TWO_CLOSE.search(text, later[0], p.end())) if later else False
    if depth:  # the mark may close what is open, unless that is closed later together with this one
        return text[at - 1] == ":" and both and len(later) == 2
    return bool(later) and (both or not _opens(text, later[0], p.start()))
