"""A comparative compared again: 'more better', 'more faster than'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

WORDS = "better|easier|faster|stronger|bigger|larger|smaller|higher|older|younger|cheaper|greater|worse|weaker|safer|richer|poorer|longer|shorter|cleaner|darker|lighter|heavier|wider|deeper|warmer|colder|simpler|slower|quicker|happier"
FAULT = re.compile(
    rf"(?<!\bno )(?<!\bonce )(?<!\bany )(?<!\bfew )(?<!\btwo )(?<!\bthree )(?<!\bmany )(?<!\bsome )\b(more )(?:{WORDS})(?= (?:than|and|or|to|for|in|at|when|if)\b|[.,;]|\Z)"
)
COUNTED = re.compile(r"(?:\b\w*\d|hundred|thousand|million|billion|percent|%|one|four|five|six|seven|eight|nine|ten) $")


@repair_rule("double-comparative", phase=60, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`It is more better than before` -> `It is better than before`. Seen in translations from Russian, Chinese and
    Romance languages.

    Only where no noun can follow, and not after a number: `two more smaller ones` are two more.
    """
    for m in FAULT.finditer(view.text):
        if not COUNTED.search(view.text[max(0, m.start() - 12) : m.start()]):
            yield Finding(m.start(1), m.end(1), "", evidence="no noun follows")
