"""The title of a programme or newspaper taken for common words: 'Lewis told 60 minutes that'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

TITLES = {
    "60 minutes": "60 Minutes",
    "the guardian": "The Guardian",
    "the economist": "The Economist",
    "the atlantic": "The Atlantic",
}
FAULT = re.compile(rf"(?<=\btold )(?:{'|'.join(TITLES)})(?= that\b| in an?\b|[.,])")


@repair_rule("media-title", phase=50, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`She told 60 minutes that …` -> `She told 60 Minutes that …` Seen where a title went through another language.

    Only after 'told': one tells a medium; 'waited 60 minutes' is a time.
    """
    for m in FAULT.finditer(view.text):
        yield Finding(m.start(), m.end(), TITLES[m[0]], evidence="one tells it to a medium")
