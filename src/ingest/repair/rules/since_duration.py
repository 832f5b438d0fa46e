"""'since' before a length of time: 'He has lived here since three years.'"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

NUMBER = r"\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|several|many|a few|some|half an?|an?"
FAULT = re.compile(
    rf"\b(since) (?:a long time|a while|(?:at least |more than |over |about |around |almost |nearly |the (?:last|past) )?(?:{NUMBER}) (?:long )?(?:years?|months?|weeks?|days?|hours?|decades?|centuries|century|minutes))\b(?= ?(?:,|\.|;|$|\n)| (?:and|now|already)\b)",
    re.M,
)
OPENS = re.compile(  # the clause after it is in the present or perfect
    rf"(?:^|(?<=[.!?”] ))(Since) (?:(?:more than|over|about|almost|the last) )?(?:{NUMBER}) (?:years|months|weeks|days),?"
    r" (?:he|she|it|we|they|I|the [a-z]+) (?:(?:has|have|is|are|does|do|lives?|works?|waits?|tries|try|fights?|studies|study)\b)",
    re.M,
)
PERFECT = re.compile(r"\b(?:has|have|had|is|are|been|’s|'s|’ve|'ve)\b[^.!?\n]{0,60}$")
EVENT = re.compile(r"^ and\b[^.!?]{0,40}\b(?:ago|passed|elapsed)\b|^[^.!?\n]{0,12}\bago\b")


@repair_rule("since-duration", phase=60, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`He has lived here since three years.` -> `He has lived here for three years.` Seen in translations from French
    and German.

    Only after a verb in the perfect or present, where the time ends the clause: `since two years of talks failed`
    and `since two years ago` stay.
    """
    for m in OPENS.finditer(view.text):
        yield Finding(m.start(1), m.end(1), "For", evidence="a length of time before a perfect or present")
    for m in FAULT.finditer(view.text):
        if PERFECT.search(view.text[max(0, m.start() - 90) : m.start()]) and not EVENT.match(
            view.text[m.end() : m.end() + 60]
        ):
            yield Finding(m.start(1), m.end(1), "for", evidence="a length of time after a perfect")
