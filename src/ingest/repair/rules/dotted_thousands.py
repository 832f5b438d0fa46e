"""Thousands set off by dots in English: '1.234.567 people', '1.234,56 euros'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

FAULT = re.compile(r"(?<![\w.,/-])\d{1,3}(?:(?:\.\d{3}){1,6},\d{1,2}|(?:\.\d{3}){2,6})(?![\w/-]|[.,]\d)")
VERSION = re.compile(r"\b(?:version|release|v|ver|IP|address|section|chapter|article|no|number)\W{1,2}$", re.I)
OTHER = str.maketrans(",.", ".,")


@repair_rule("dotted-thousands", phase=40, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`1.234.567 people and 1.234,56 euros` -> `1,234,567 people and 1,234.56 euros`. Seen in translations from
    German, Spanish, Romanian and others.

    Only two groups of three digits, or a group and a decimal comma; never an address of four numbers up to 255 or a
    version. `10.000` alone is ambiguous.
    """
    for m in FAULT.finditer(view.text):
        parts = m[0].split(".")
        address = "," not in m[0] and len(parts) == 4 and all(int(p) < 256 for p in parts)
        if not address and not VERSION.search(view.text[max(0, m.start() - 12) : m.start()]):
            yield Finding(m.start(), m.end(), m[0].translate(OTHER), evidence="two separators that have one reading")
