"""Character references that a translation machine pulled apart: '& quot ; yes & quot ;'."""

import html
import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

FAULT = re.compile(r"& ?(quot|apos|amp|lt|gt|nbsp|# ?\d{2,5}) ?;")


@repair_rule("split-entity", phase=4, weight=2.0)
def find(view: View) -> Iterator[Finding]:
    """`he said & quot ; no & quot ;` -> `he said " no "`. Seen where markup went through the machine as words.

    Only references with a blank inside: whole ones are for `clean`.
    """
    if "& " in view.text or "&#" in view.text or " ;" in view.text:
        for m in FAULT.finditer(view.text):
            if " " in m[0]:
                said = html.unescape(f"&{m[1].replace(' ', '')};").replace("\u00a0", " ")
                yield Finding(m.start(), m.end(), said, evidence="a character reference with blanks inside")
