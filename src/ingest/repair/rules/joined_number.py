"""A number and its noun in one piece: '450millions euros'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

NOUNS = (
    "millions?|billions?|trillions?|thousand|percent|per cent|euros?|dollars?|pounds?|people|persons|miles|years?|months?"
    "|weeks?|days|hours|minutes|times|countries|kilomet(?:er|re)s|met(?:er|re)s|kilograms|tons|tonnes|hectares|passengers|inhabitants|soldiers|workers|students|deaths|victims|employees|members|children|women|men"
)
FAULT = re.compile(rf"(?<![\w.,/$£€¥-])(?:\d{{1,3}}(?:[.,]\d{{1,3}}){{0,3}}|\d{{4,6}})()(?:{NOUNS})\b(?![-/_])")


@repair_rule("joined-number", phase=40, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`lost 450millions euros` -> `lost 450 millions euros`. Seen where markup between the two was taken out.

    Only before nouns that nobody closes up; units (`16GB`, `2km`, `60mph`) and sums
    (`£8million`, as British papers write) stay.
    """
    for m in FAULT.finditer(view.text):
        yield Finding(m.start(1), m.end(1), " ", evidence="a noun that is never closed up")
