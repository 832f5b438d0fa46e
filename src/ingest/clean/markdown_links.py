"""Links and images as a dumper writes them: '[the report](https://…)', '![](pixel.gif)'; the words stay, addresses go.

Only where a text has several: one such link may be meant as it stands. Left alone in code.
"""

import re
from collections.abc import Iterator

from ingest.clean.kinds import is_code
from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

LEAST = 3  # links; measured on texts that speak of Markdown, which show one or two
TARGET = r"\((?:<[^<>\n]{0,2000}>|\n?[^()\s]{0,2000}(?:\n[^()\s]{1,300})?(?:\([^()\s]{0,300}\)[^()\s]{0,300}){0,3})(?:\s{1,3}\"[^\"]{0,500}\")?\s{0,3}\)"
LABEL = r"(?:[^\[\]]|\\[\[\]]){0,600}"
IMAGE = rf"!\[{LABEL}\]{TARGET}"
LINK = re.compile(rf"{IMAGE}|\[((?:{IMAGE}|[^\[\]]){{0,600}})\]{TARGET}")
INSIDE = re.compile(IMAGE)


@clean_rule("markdown-links", phase=35, group="markup")
def find(view: View) -> Iterator[Finding]:
    """`see [the report](https://a.example/r)` -> `see the report`. Seen in what html2text prints."""
    text = view.text
    if text.count("](") < LEAST or is_code(view):
        return
    links = list(LINK.finditer(text))
    if len(links) >= LEAST:
        for m in links:
            label = INSIDE.sub("", m[1] or "")
            yield Finding(m.start(), m.end(), label.replace("\n", " ").strip())
