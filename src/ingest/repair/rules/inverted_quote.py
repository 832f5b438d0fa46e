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
    text = view.text
    for p in PARAGRAPH.finditer(text):
        seen, open_now = p.start(), 0
        for m in FAULT.finditer(text, p.start(), p.end()):
            open_now += text.count("“", seen, m.start()) - text.count("”", seen, m.start())
            seen = m.start()
            fresh = open_now <= 0 or text[m.start() - 1] == ":"
            closes, opens = text.find("”", m.end(), p.end()), text.find("“", m.end(), p.end())
            nested = text.endswith("“”", 0, p.end())
            if fresh and ((closes >= 0 and not 0 <= opens < closes) or nested):
                yield Finding(m.start(), m.end(), " “", evidence="the quotation is closed later in the paragraph")
