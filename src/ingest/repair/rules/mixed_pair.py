"""A quotation opened by one kind of mark and closed by another: 'this "demographic dividend ' is'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

DOUBLE_FIRST = re.compile(r"(?<![^\s(])\"(\w[^\"'’\n]{2,60}?)( ?')(?=[\s.,;)]|$)", re.M)
SINGLE_FIRST = re.compile(r"(?<![^\s(])(')(\w[^\"'’\n]{2,60}?)( ?\")(?=[\s.,;)]|$)", re.M)
ELIDED = re.compile(r"(?:tis|twas|em|n|til|cause|bout|round|\d)\b", re.I)


@repair_rule("mixed-pair", phase=12, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`this "demographic dividend ' is` -> `this "demographic dividend" is`. Seen in statistical translations.

    Only where the paragraph has no other double mark; not before `'tis` or `'80s`, after a digit (inches) or after s, where an apostrophe may stand.
    """
    if '"' not in view.text or "'" not in view.text:
        return
    for m in DOUBLE_FIRST.finditer(view.text):
        if _lonely(view.text, m) and not (m[2] == "'" and m[1].endswith("s")):
            yield Finding(m.start(2), m.end(2), '"', evidence="the only double mark of the paragraph is never closed")
    for m in SINGLE_FIRST.finditer(view.text):
        if _lonely(view.text, m) and not m[2][-1].isdigit() and not ELIDED.match(m[2]):
            yield Finding(m.start(1), m.end(1), '"', evidence="the only double mark of the paragraph was never opened")
            if m[3] != '"':
                yield Finding(m.start(3), m.end(3), '"', evidence="a blank before the closing mark")


def _lonely(text: str, m: re.Match[str]) -> bool:
    """Whether the paragraph has no other double mark."""
    start, end = text.rfind("\n", 0, m.start()) + 1, text.find("\n", m.end())
    return text.count('"', start, end if end >= 0 else len(text)) == 1
