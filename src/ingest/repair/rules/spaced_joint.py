"""Joints of the Moses tokenizer: 'a well @-@ known man', '1 @,@ 500'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

FAULT = re.compile(r" ?@([-–/.,:])@ ?")


@repair_rule("spaced-joint", phase=5, weight=2.0)
def find(view: View) -> Iterator[Finding]:
    """`a well @-@ known man` -> `a well-known man`. Seen in statistical output that was never detokenized."""
    if "@" in view.text:
        for m in FAULT.finditer(view.text):
            yield Finding(m.start(), m.end(), m[1], evidence="the joint mark of a tokenizer")
