"""'to' after a modal verb: 'The government must to pay.'"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

VERBS = "be|have|do|make|take|go|get|give|find|pay|become|remain|keep|see|say|come|stay|work|help|accept|know|use|begin|start|provide|choose|leave|stop|allow|change|wait"
FAULT = re.compile(
    rf"(?<!\ba )(?<!\bthe )(?<!\bhis )(?<!\bher )(?<!\btheir )(?<!\bits )(?<!\ball )\b(?:must|should|might|could|would|shall)( to) (?:{VERBS})\b(?! or not)"
)


@repair_rule("modal-to", phase=60, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`The government must to pay` -> `The government must pay`. Seen in translations from Russian, Spanish and German.

    Only before common verbs; the nouns `a must to avoid` and `his might to resist` stay, and `can` and `may` are left.
    """
    for m in FAULT.finditer(view.text):
        yield Finding(m.start(1), m.end(1), "", evidence="a modal before a verb")
