"""A decimal comma in English: 'the economy grew by 3,5 percent'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

UNITS = (
    r"°C|°F|%|percent|per cent|percentage|millions?|billions?|trillions?|euros?|dollars?|pounds?|km|kg|cm|mm|kilomet(?:er|re)s?"
    r"|met(?:er|re)s?|degrees|°|lit(?:er|re)s?|tons?|tonnes?|hectares?|miles|points|GB|MB|MHz|GHz|MW|kW"
)
FAULT = re.compile(rf"(?<![\d.,(/-])(\d{{1,3}})(,)\d{{1,2}}(?= ?(?:{UNITS})(?!\w))")


@repair_rule("decimal-comma", phase=40, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`grew by 3,5 percent` -> `grew by 3.5 percent`. Seen in translations from languages with a decimal comma.

    Only one or two digits after the comma and a unit after them: coordinates, lists and thousands have neither.
    """
    for m in FAULT.finditer(view.text):
        yield Finding(m.start(2), m.end(2), ".", evidence="one or two digits before a unit", confidence=0.9)
