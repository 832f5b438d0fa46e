"""A quotation opened by one kind of mark and closed by another: 'this "demographic dividend ' is'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

FAULT = re.compile(r"(?<![^\s(])\"(\w[^\"'’\n]{2,60}?)( ?')(?=[\s.,;)]|$)", re.M)


@repair_rule("mixed-pair", phase=12, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`this "demographic dividend ' is` -> `this "demographic dividend" is`. Seen in statistical translations.

    Only where the paragraph has no other double mark, and not after s, where an apostrophe may stand.
    """
    if '"' not in view.text or "'" not in view.text:
        return
    for m in FAULT.finditer(view.text):
        start, end = view.text.rfind("\n", 0, m.start()) + 1, view.text.find("\n", m.end())
        lonely = view.text.count('"', start, end if end >= 0 else len(view.text)) == 1
        if lonely and not (m[2] == "'" and m[1].endswith("s")):
            yield Finding(m.start(2), m.end(2), '"', evidence="the only double mark of the paragraph is never closed")
