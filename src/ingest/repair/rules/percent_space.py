"""A space before the per cent sign, as French and German set it: 'a turnout of 54 %'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

FAULT = re.compile(r"(?<=\d)( )%(?![\w%]| ?[\d(])")


@repair_rule("percent-space", phase=40, languages=("en",), changes_words=True, weight=0.5)
def find(view: View) -> Iterator[Finding]:
    """`a turnout of 54 %` -> `a turnout of 54%`. Seen in translations from French, German, Spanish and Russian.

    A question of style, and the international standard sets the space: so only with other marks of a machine, and
    not where the document also writes it without.
    """
    if " %" not in view.text or re.search(r"\d%", view.text):
        return
    for m in FAULT.finditer(view.text):
        yield Finding(m.start(1), m.end(1), "", evidence="the document never sets it without", confidence=0.9)
