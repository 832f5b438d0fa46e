"""A comparative compared again: 'more better', 'more faster than'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

WORDS = "better|easier|faster|stronger|bigger|larger|smaller|higher|older|younger|cheaper|greater|worse|weaker|safer|richer|poorer|longer|shorter|cleaner|darker|lighter|heavier|wider|deeper|warmer|colder|simpler|slower|quicker|happier"
FAULT = re.compile(
    rf"(?<!\bno )(?<!\bany )(?<!\bmany )\b(more )(?:{WORDS})(?= than\b|[.;](?:\s|\Z)|\Z)"
    rf"|\b(?:is|are|was|were|be|been|become|becomes|became) (?:much )?(more )(?:{WORDS})(?= (?:and|to|for|in|when|if)\b)"
)
SUPERLATIVE = re.compile(
    r"\b(?:the|its|their|his|her|our) (most )(?:best|biggest|largest|highest|greatest|strongest|oldest|youngest|smallest|cheapest|longest|richest|poorest|worst|fastest|easiest|lowest|newest|latest|hardest)\b"
)
COUNTED = re.compile(
    r"(?:\d|hundred|thousand|million|billion|percent|%|some|few|two|three|four|five|six|ten|once|much) $"
)


@repair_rule("double-comparative", phase=60, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`It is more better than before` -> `It is better than before`. Seen in translations from Russian, Chinese and
    Romance languages.

    Only where no noun can follow, and not after a number: `two more smaller ones` are two more, and `we need more
    smaller and cheaper boats` needs more boats.
    """
    for m in FAULT.finditer(view.text):
        group = 1 if m[1] else 2
        if not COUNTED.search(view.text[max(0, m.start(group) - 12) : m.start(group)]):
            yield Finding(m.start(group), m.end(group), "", evidence="no noun follows")
    for m in SUPERLATIVE.finditer(view.text):
        yield Finding(m.start(1), m.end(1), "", evidence="a superlative compared again")
