"""A third person with 'have': 'He have been there.'"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

FAULT = re.compile(
    r"(?:(?<=\. )|(?<=; )|(?<=\n)|\A)(?:He|She|It|he|she|it) (have)(?= (?:been|a|an|the|no|made|done|taken|become|given|to|already|also|never|always)\b)"
)


@repair_rule("he-have", phase=60, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`He have been there.` -> `He has been there.` Seen in translations from languages that do not inflect verbs.

    Only where the pronoun begins its sentence: `let it have a rest` and `should he have been` do not.
    """
    for m in FAULT.finditer(view.text):
        yield Finding(m.start(1), m.end(1), "has", evidence="the pronoun begins the sentence")
