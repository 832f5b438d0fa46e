"""Two words whose blank was lost, the second in capitals: 'the Stanford reviewWho alleges'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.lexicon import words
from ingest.repair.prose import vocabulary

WITHIN = "Who|Which|Whose|That|And|Or|But|Of|In|On|For|To|With|By|From|After|Before|When|While|Where|Because|Although|Since|Until|As|At"
FAULT = re.compile(rf"(?<![\w.@/#-])([a-z]{{3,20}})({WITHIN})(?= [a-z0-9])")


@repair_rule("joined-words", phase=31, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`the Stanford reviewWho alleges` -> `the Stanford review who alleges`. Seen where markup between two words was
    taken out before the translation.

    Only a common word and a word that joins clauses or nouns, once in the document, before a small letter:
    `iPhone`, `macOS` and `camelCase` names are none of these.
    """
    common = words("en", "common")
    for m in FAULT.finditer(view.text):
        if m[1] in common and vocabulary(view.text).get(m[1] + m[2], 0) == 1:
            yield Finding(m.start(2), m.end(2), f" {m[2].lower()}", evidence="a common word and a joining word")
