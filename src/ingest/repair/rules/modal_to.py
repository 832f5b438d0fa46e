"""'to' after a modal verb: 'The government must to pay.'"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.lexicon import words

VERBS = "be|have|do|make|take|go|get|give|find|pay|become|remain|keep|see|say|come|stay|work|help|accept|know|use|begin|start|provide|choose|leave|stop|allow|change|wait"
FAULT = re.compile(
    rf"\b(?:(must|should|shall)|(?:[Ii]t|[Hh]e|[Ss]he|[Ww]e|[Tt]hey|[Yy]ou|I|who|which) (?:can|could|may|might|would|cannot))( to) (?:(?:{VERBS})|([a-z]{{3,15}}))\b(?! or not)"
)
PLACES = frozenset(["bed", "town", "church", "school", "court", "war", "sea", "market", "work"])  # 'I must to bed'
ALL = re.compile(r"\b(?:all|what|everything|whatever|anything|as|than|best|most|nothing)(?: \w+){0,3} ?$", re.I)
NOUN = re.compile(r"\b(?:an?|another) (?:[a-z]+ )?$|\b(?:the|this|his|her|their|its|real|big|absolute) $", re.I)


@repair_rule("modal-to", phase=60, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`The government must to pay` -> `The government must pay`. Seen in translations from Russian, Spanish and German.

    Only before common verbs; the noun of `a must to see` stays, and so do `all they could to help` and
    `with all his might to keep`; could, would and might only after a pronoun.
    """
    common, function = words("en", "common"), words("en", "function")
    for m in FAULT.finditer(view.text):
        if m[3] and not (m[1] and m[3] in common and m[3] not in function and m[3] not in PLACES):
            continue
        before = view.text[max(0, m.start() - 30) : m.start()]
        if not NOUN.search(before) and not ALL.search(before):
            yield Finding(m.start(2), m.end(2), "", evidence="a modal before a verb")
