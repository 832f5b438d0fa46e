"""The title of a programme or newspaper taken for common words: 'Lewis told 60 minutes that'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.media import SMALL_TITLES

FAULT = re.compile(
    rf"\b(?:told|tells|said to|said|informed) ({'|'.join(map(re.escape, SMALL_TITLES))})(?= that\b| in an?\b| (?:on|last) [A-Z]|[.,])"
)


@repair_rule("media-title", phase=51, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`She told 60 minutes that …` -> `She told 60 Minutes that …` Seen where a title went through another language.

    Only after a verb of telling, with what is told or where: 'waited 60 minutes' is a time.
    """
    for m in FAULT.finditer(view.text):
        yield Finding(m.start(1), m.end(1), SMALL_TITLES[m[1]], evidence="one tells it to a medium")
