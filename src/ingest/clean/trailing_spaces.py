"""Spaces and tabs at the ends of lines."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

FAULT = re.compile(r"(?<![ \t])[ \t]+(?=\n|\Z)")


@clean_rule("trailing-spaces", phase=55, group="spacing")
def find(view: View) -> Iterator[Finding]:
    """`A line. \\nAnother.` -> `A line.\\nAnother.` Seen in nearly every scraped text."""
    for m in FAULT.finditer(view.text):
        yield Finding(m.start(), m.end(), "")
