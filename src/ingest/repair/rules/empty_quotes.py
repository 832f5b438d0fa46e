"""A pair of quotation marks around nothing, where two marks should close: 'would report. “”'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

FAULT = re.compile(r"(?<=[.!?…]) ?“”(?=\s|\Z)")


@repair_rule("empty-quotes", phase=15, languages=("en", "es", "pt", "it"), weight=1.5)
def find(view: View) -> Iterator[Finding]:
    """`“She said: “I left. “”` -> `“She said: “I left.””` Seen where nested quotations were translated.

    Only at the end of a sentence in a paragraph that has opened as many quotations as then are closed.
    """
    for m in FAULT.finditer(view.text):
        start = view.text.rfind("\n", 0, m.start()) + 1
        before = view.text[start : m.start()]
        open_still = before.count("“") - before.count("”")
        if open_still >= 1:
            closing = "”" * min(open_still, 2)
            yield Finding(m.start(), m.end(), closing, evidence=f"{open_still} quotations are open in the paragraph")
