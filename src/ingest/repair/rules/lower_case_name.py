"""Names of peoples, languages and days without their capital: 'the french minister arrived on monday'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.lexicon import listed, words
from ingest.repair.prose import is_cased

WORD = re.compile(r"(?<![\w\-./#@&'’])[a-z]{4,14}(?![\w\-/@_]|\.\w|['’]?[A-Z])")


@repair_rule("lower-case-name", phase=50, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`the french minister arrived on monday` -> `the French minister arrived on Monday`. Seen in output that was
    lower-cased and not cased again, from languages that write such words small.

    Only in a text whose sentences begin with capitals, and not in fixed terms (`french fries`, `german measles`).
    """
    names = words("en", "lower-names")
    found = [m for m in WORD.finditer(view.text) if m[0] in names]
    if not found or not is_cased(view.text):
        return
    fixed = listed("en", "small-terms")
    for m in found:
        if not any(view.text.startswith(term, m.start()) for term in fixed if term.startswith(m[0])):
            yield Finding(m.start(), m.end(), m[0].capitalize(), evidence="lexicon")
