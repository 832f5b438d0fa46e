"""Subword pieces that were never joined again: 're@@ jected'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

FAULT = re.compile(r"(?<=[^\W_])@@ (?=\w)")


@repair_rule("split-pieces", phase=5, weight=2.0)
def find(view: View) -> Iterator[Finding]:
    """`the plan was re@@ jected` -> `the plan was rejected`. Seen in raw output of systems with byte-pair encoding.

    The mark must close a piece and a blank must follow: `git@@{1}` is no piece.
    """
    if "@@ " in view.text:
        for m in FAULT.finditer(view.text):
            yield Finding(m.start(), m.end(), "", evidence="the joint mark of byte-pair encoding")
