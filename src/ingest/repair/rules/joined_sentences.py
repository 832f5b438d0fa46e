"""Two sentences whose full stop was lost: 'to spy on the United States Last year, the agency …'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.prose import in_headline, line_span

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
OPENERS = (
    rf"Last (?:year|month|week|night|summer|winter|{DAYS})|(?:This|Next) (?:year|month|week)|In (?:19|20)\d\d|In (?:{MONTHS})"
    r"|However|Moreover|Furthermore|Meanwhile|Nevertheless|Nonetheless|Therefore|In addition|For example|For instance"
    r"|On the other hand|At the same time|In the meantime|As a result|In recent years|Earlier this (?:year|month|week)"
    r"|Since then|After that|According to (?:him|her|them)|In other words|On the contrary|In fact|Of course"
)
FAULT = re.compile(
    rf"\b(\w+)()(?= (?:{OPENERS}), (?:the|a|an|he|she|it|they|we|I|there|this|these|those|his|her|their|some|many|most|no|nobody|everyone|about|on|in|[A-Z]\w*)\b)"
)
FUNCTION = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "from",
        "and",
        "or",
        "but",
        "nor",
        "as",
        "if",
        "that",
        "which",
        "who",
        "is",
        "are",
        "was",
        "were",
        "be",
        "than",
        "into",
    ]
)
LEAST_WORDS = 5  # of the sentence before


@repair_rule("joined-sentences", phase=30, languages=("en",))
def find(view: View) -> Iterator[Finding]:
    """`They left the town Last year, the mayor said …` -> `They left the town. Last year, …` Seen in
    translations, where a full stop after a name was taken for an abbreviation.

    Only before openers with their comma that never stand within a sentence in capitals, after at least LEAST_WORDS
    words without a mark, the last of which can end a sentence, and never in headlines or titles.
    """
    for m in FAULT.finditer(view.text):
        start, _ = line_span(view.text, m.start())
        said = re.split(r"[.!?:;“”\"]", view.text[start : m.end(1)])[-1]
        if len(said.split()) >= LEAST_WORDS and m[1].lower() not in FUNCTION and not in_headline(view.text, m.start()):
            yield Finding(m.start(2), m.end(2), ".", evidence="an opener in capitals within a sentence")
