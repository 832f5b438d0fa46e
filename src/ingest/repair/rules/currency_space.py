"""A space between a currency sign and its sum: 'It costs $ 40 or € 35'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

FAULT = re.compile(r"(?<![^\s(“\"])[$£€]( )(?=\d)")
PLAIN = re.compile(r"[$£€]\d")
PROMPT = re.compile(r"^\s{0,20}\$ ", re.M)


@repair_rule("currency-space", phase=40, languages=("en",), changes_words=True, weight=0.5)
def find(view: View) -> Iterator[Finding]:
    """`It costs $ 40` -> `It costs $40`. Seen in translations from French, German and Portuguese, and in tokenized output.

    A question of style: so only with other marks of a machine, not where the document also writes it without, and not
    at the start of a line, where a dollar is a prompt.
    """
    if PLAIN.search(view.text) or PROMPT.search(view.text):
        return
    for m in FAULT.finditer(view.text):
        yield Finding(m.start(1), m.end(1), "", evidence="the document never sets it without", confidence=0.9)
