"""Quotation marks as tokenizers of treebanks write them: "`` We agree , '' he said"."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

FAULT = re.compile(r"(?<![^\s(])(`` )(\w[^`\n]{0,2000}?\S)( '')(?=[\s.,;:!?)]|\Z)")


@repair_rule("tokenized-quotes", phase=4, weight=2.0)
def find(view: View) -> Iterator[Finding]:
    """`` `` We agree , '' he said`` -> `"We agree ," he said`. Seen in tokenized output.

    Only with the blank inside both: TeX, which writes the same marks, has none.
    """
    if "`` " in view.text:
        for m in FAULT.finditer(view.text):
            yield Finding(m.start(1), m.end(1), '"', evidence="the marks of a tokenizer")
            yield Finding(m.start(3), m.end(3), '"', evidence="the marks of a tokenizer")
