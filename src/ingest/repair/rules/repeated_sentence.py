"""A whole sentence three times in a row. Pointed at: people repeat sentences for effect."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

END = re.compile(r"[.!?]+(?=\s|\Z)")
LEAST_CHARS = 12
TIMES = 3


@repair_rule("repeated-sentence", phase=90, weight=1.0)
def find(view: View) -> Iterator[Finding]:
    """`It is closed today. It is closed today. It is closed today.` is flagged. Seen in neural output in a loop."""
    said, first, times, end, start = "", 0, 0, 0, 0
    for m in [*END.finditer(view.text), None]:
        sentence = view.text[start : m.end()].strip() if m else ""
        if m and sentence == said:
            times, end = times + 1, m.end()
        else:
            if times >= TIMES and len(said) >= LEAST_CHARS:
                yield Finding(first, end, None, evidence=f"{times} times in a row")
            if m:
                said, first, times, end = sentence, m.end() - len(sentence), 1, m.end()
        start = m.end() if m else start
