"""Wordings that only a translator makes: 'assist to the meeting', 'in the frame of'. Pointed at: a model may mend them."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.lexicon import pairs

CALQUES = pairs("en", "calques")
FAULT = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, CALQUES), key=len, reverse=True))})\b", re.I)


@repair_rule("lexical-calque", phase=90, languages=("en",), weight=1.0)
def find(view: View) -> Iterator[Finding]:
    """`He assisted to the meeting in the frame of his visit` is flagged. Seen in translations from Romance languages.

    The wordings stand in `data/en/calques.txt` with what they may have been meant to say; none is common in native
    English. Nothing is edited: what was meant is not sure.
    """
    for m in FAULT.finditer(view.text):
        yield Finding(m.start(), m.end(), None, evidence=f"perhaps: {CALQUES[m[0].lower()]}", confidence=0.6)
