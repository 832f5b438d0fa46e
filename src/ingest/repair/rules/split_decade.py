"""A decade in two pieces: 'the 1930 s'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

FAULT = re.compile(r"\b(?:1[5-9]|20)\d0( )s\b(?=[\s,.;)])")
BEFORE = re.compile(r"(?:\bthe|late|early|mid|during|since)[ -](?:mid-|late |early )?$", re.I)


@repair_rule("split-decade", phase=5, languages=("en",))
def find(view: View) -> Iterator[Finding]:
    """`the mid-1930 s saw` -> `the mid-1930s saw`. Seen in tokenized output.

    Only after an article or a part of a decade: `1500 s` may be seconds.
    """
    for m in FAULT.finditer(view.text):
        if BEFORE.search(view.text, max(0, m.start() - 16), m.start()):
            yield Finding(m.start(1), m.end(1), "", evidence="an article before a decade")
