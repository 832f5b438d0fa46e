"""A newspaper without its article: 'told New York Times that'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.media import WITH_ARTICLE

FAULT = re.compile(
    rf"\b(?:told|tells|said to|told to|according to|reported by|published in|published by|wrote in) ()(?:{WITH_ARTICLE})(?= (?:that|in|on|last|this|yesterday)\b|[,.;:])"
)


@repair_rule("lost-article", phase=53, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`An official told New York Times that …` -> `An official told the New York Times that …` Seen in translations
    from languages without articles, and by way of them.

    Only papers that carry an article, where the paper ends its noun phrase: `New York Times reporters` has none.
    """
    for m in FAULT.finditer(view.text):
        yield Finding(m.start(1), m.end(1), "the ", evidence="a paper that carries an article")
