"""A decade as other languages say it: 'It began in the years 1970'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

BEFORE = r"(?:[Ii]n|[Oo]f|[Dd]uring|[Ss]ince|[Uu]ntil|[Bb]efore|[Aa]fter|early in|late in)"
AFTER = r"(?!['’]?s|[,.]\d|\s?[-–]\s?\d| (?:and|to|or|through|until) \d{2,4})"
LONG = re.compile(
    rf"\b{BEFORE} the (years )((?:19|20)\d0)\b{AFTER}|(?:^|(?<=[.!?] ))The (years )((?:19|20)\d0)\b(?= (?:were|saw|are|brought)\b)",
    re.M,
)
TURNED = re.compile(
    rf"\b{BEFORE} the ((?:19\d0|20[1-9]0) years)\b(?! (?:of|that|which|since|between|before|after|from|to|until|it|he|she|they|we)\b)"
)
SHORT = re.compile(
    rf"\b{BEFORE} the (years ['’]?)([2-9]0)s?\b(?=[,.;]|\Z| (?:came|was|were|had|is|are|when|saw|on|to|with|but|that|which)\b)"
)


@repair_rule("years-decade", phase=40, languages=("en",), changes_words=True, weight=2.0)
def find(view: View) -> Iterator[Finding]:
    """`in the years 1970` -> `in the 1970s`. Seen in translations from French, Spanish, Italian and Russian.

    `In the 1970 years` too. Not before another year, and only after a preposition of time: `over the years 2000 people` are people.
    """
    for m in TURNED.finditer(view.text) if "0 years" in view.text else ():
        yield Finding(m.start(1), m.end(1), f"{m[1][:4]}s", evidence="a round year alone")
    if "he years " in view.text:
        for pattern in (LONG, SHORT):
            for m in pattern.finditer(view.text):
                first, last = (1, 2) if m[1] else (3, 4)
                yield Finding(m.start(first), m.end(), f"{m[last]}s", evidence="a round year alone")
