"""An opening quotation mark that became a closing one and swapped with its space: 'said to me:” I could not'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

FAULT = re.compile(r"(?<=[:,])” (?=\w)")
PARAGRAPH = re.compile(r"[^\n]+")


@repair_rule("inverted-quote", phase=10, languages=("en", "es", "pt", "it"))
def find(view: View) -> Iterator[Finding]:
    """`He told me:” I cannot.”` -> `He told me: “I cannot.”` Seen in statistical translations by way of French.

    Only after a colon or comma, and only where the paragraph has more closing marks than opening ones from there on.
    """
    for p in PARAGRAPH.finditer(view.text):
        for m in FAULT.finditer(view.text, p.start(), p.end()):
            rest = view.text[m.end() : p.end()]
            before = view.text[p.start() : m.start()]
            fresh = before.count("“") <= before.count("”") or view.text[m.start() - 1] == ":"
            closes, opens = rest.find("”"), rest.find("“")
            if (fresh and closes >= 0 and not 0 <= opens < closes) or (fresh and rest.rstrip().endswith("“”")):
                yield Finding(m.start(), m.end(), " “", evidence="the quotation is closed later in the paragraph")
