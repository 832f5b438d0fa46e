"""The blank after a stop, a comma or a semicolon lost: 'The talks failed.The minister left.'"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.lexicon import words

STOP = re.compile(r"(?<![.\w@/-])([a-z]{3,20})[.?!]([A-Z][a-z]{1,15})(?![\w(]|\.\w)")
MARK = re.compile(r"(?<![.\w@/-])([A-Za-z]{3,20})[,;]([A-Za-z]{3,20})(?![\w(/]|[,;.]\w)")


@repair_rule("missing-space", phase=21, languages=("en",), changes_words=True, weight=0.5)
def find(view: View) -> Iterator[Finding]:
    """`The talks failed.The minister left.` -> `The talks failed. The minister left.` Seen where sentences were
    translated one by one and put together without blanks; people in a hurry write so too.

    Only between two common words: file names, addresses and abbreviations have other parts.
    """
    common = words("en", "common")
    for pattern in (STOP, MARK):
        for m in pattern.finditer(view.text):
            if m[1].lower() in common and m[2].lower() in common:
                yield Finding(m.end(1) + 1, m.end(1) + 1, " ", evidence="common words on both sides")
