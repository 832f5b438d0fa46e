"""The word mark of SentencePiece, U+2581, left in the text: '▁The ▁vote'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

FAULT = re.compile(r"▁+(?=[\w\"“‘'(¿¡«])")
BLOCKS = re.compile(r"[▂▃▄▅▆▇█]")


@repair_rule("sentencepiece-mark", phase=5, weight=2.0)
def find(view: View) -> Iterator[Finding]:
    """`▁The ▁vote` -> `The vote`, `the▁vote` -> `the vote`. Seen where pieces were printed instead of text.

    Not in a text with other block characters: those are bars and charts.
    """
    if "▁" in view.text and not BLOCKS.search(view.text):
        for m in FAULT.finditer(view.text):
            fresh = m.start() == 0 or view.text[m.start() - 1].isspace()
            yield Finding(m.start(), m.end(), "" if fresh else " ", evidence="the word mark of SentencePiece")
