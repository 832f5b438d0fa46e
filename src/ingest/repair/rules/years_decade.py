"""A decade as other languages say it: 'It began in the years 1970'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

FAULT = re.compile(
    r"\b[Tt]he (years )((?:19|20)?\d0)\b(?!['’]?s|[,.]\d|\s?[-–]\s?\d| (?:and|to|or|through|until) (?:\d{2,4}))"
)
SPAN = re.compile(r"\bfrom the years|\bbetween the years", re.I)


@repair_rule("years-decade", phase=40, languages=("en",), changes_words=True, weight=2.0)
def find(view: View) -> Iterator[Finding]:
    """`in the years 1970` -> `in the 1970s`. Seen in translations from French, Spanish, Italian and Russian.

    Not before another year: `the years 1970 and 1971` are two years.
    """
    if "he years " in view.text:
        for m in FAULT.finditer(view.text):
            if not SPAN.search(view.text[max(0, m.start() - 8) : m.end()]):
                yield Finding(m.start(1), m.end(2), f"{m[2]}s", evidence="a round year alone")
