"""Soft hyphens: places where a word may break, left in after it did not (or did, at a line's end)."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

FAULT = re.compile("\u00ad+(?:[ \t]*\n[ \t]*(?=[^\\W\\d_A-Z]))?")


@clean_rule("soft-hyphens", phase=40)
def find(view: View) -> Iterator[Finding]:
    """`Donau\\xaddampf` -> `Donaudampf`. Seen in text copied from typeset pages."""
    if "\u00ad" not in view.text:
        return
    for m in FAULT.finditer(view.text):
        yield Finding(m.start(), m.end(), "")
