"""A date that the scraper wrote at the head of the text: ' date 2025-05-19 The article begins …'.

Taken out, its date handed on as a hint. Only at the very start, only a full ISO date after a label, and only before a
line's end or a capital letter: 'date 2025-05-19 was agreed' is prose.
"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

LABEL = r"date|dated|published|publication[ _]date|publish[ _]date|posted|datum|fecha|data|дата|日期"
HEADER = re.compile(
    rf"\A\s*(?:{LABEL})\s*[:=]?\s*(\d{{4}}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?)(?:[ \t]*\n\s*|[ \t]+(?=(\S)))",
    re.I,
)


@clean_rule("in-text-header", phase=70, group="headers")
def find(view: View) -> Iterator[Finding]:
    """` date 2025-05-19 The agency said …` -> `The agency said …`. Seen in dumps of article collections."""
    m = HEADER.match(view.text)
    if m and (m[2] is None or not m[2].islower()):
        yield Finding(m.start(), m.end(), "", hint=("published", m[1]), evidence="a label and an ISO date at the head")
