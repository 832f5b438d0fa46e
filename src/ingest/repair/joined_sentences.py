"""Two sentences whose full stop was lost: 'to spy on the United States Last year, the agency …'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

OPENERS = (
    "Last year|Last month|Last week|However|In addition|Meanwhile|Moreover|Nevertheless|On the other hand|According to him|"
    "For example|At the same time|In the meantime|As a result|In recent years|Earlier this (?:year|month|week)"
)
FAULT = re.compile(rf"(?<=[a-z])(?= (?:{OPENERS}),? )")
HEADLINE = 0.5  # share of capitalised words from which a line counts as a headline, where any word may be in capitals


@repair_rule("joined-sentences", phase=30, languages=("en",))
def find(view: View) -> Iterator[Finding]:
    """`They left the town Last year, the mayor said …` -> `They left the town. Last year, …` Seen in
    translations, where a full stop after a name was taken for an abbreviation.

    Only before openers that never stand within a sentence in capitals, in a paragraph of prose that goes on.
    """
    for m in FAULT.finditer(view.text):
        start, end = view.text.rfind("\n", 0, m.start()) + 1, view.text.find("\n", m.start())
        words = re.findall(r"[^\W\d_]+", view.text[start : end if end >= 0 else len(view.text)])
        capital = sum(w[0].isupper() for w in words)
        if len(words) >= 12 and capital <= HEADLINE * len(words):
            yield Finding(m.start(), m.end(), ".", evidence="an opener in capitals within a sentence")
