"""Two words whose blank was lost, the second in capitals: 'the Stanford reviewWho alleges'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.lexicon import words
from ingest.repair.prose import vocabulary

WITHIN = "Who|Which|Whose|That|And|Or|But|Of|In|On|For|To|With|By|From|After|Before|When|While|Where|Because|Although|Since|Until|As|At"
AFTER_SMALL = re.compile(
    r"(?<![\w.@/#-])(of|in|to|for|and|with|from|by|at|on|that|but)(The|This|These|His|Her|Their|Its|An?)(?= [a-zA-Z])"
)
CAMEL = re.compile(r"(?<![\w@/#.])[a-z]{2,20}[A-Z][a-z]+(?:[A-Z][a-z]+)*\b(?! )|\b[a-z]{2,20}(?:[A-Z][a-z]+){2,}\b")
FAULT = re.compile(rf"(?<![\w.@/#-])([a-z]{{3,20}})({WITHIN})(?= [a-z0-9])")

CALLS = re.compile(
    r"(?:get|set|is|has|add|put|on|do|make|call|run|show|find|load|read|write|open|close|start|stop|sign|log|drop|click|check|file|sort|filter|group|order|value)\Z"
)  # what names of functions begin with
MOST = 4


@repair_rule("joined-words", phase=31, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`the Stanford reviewWho alleges` -> `the Stanford review who alleges`. Seen where markup between two words was
    taken out before the translation.

    Only a common word and a word that joins clauses or nouns, once in the document, before a small letter:
    `iPhone`, `macOS` and `camelCase` names are none of these; not after a verb that names of functions begin with, nor
    where the text has other such names or more than MOST of these.
    """
    common = words("en", "common")
    found = [m for m in FAULT.finditer(view.text) if m[1] in common and not CALLS.match(m[1])]
    if len(found) > MOST or CAMEL.search(view.text):
        return
    for m in found:
        if vocabulary(view.text).get(m[1] + m[2], 0) == 1:
            yield Finding(m.start(2), m.end(2), f" {m[2].lower()}", evidence="a common word and a joining word")
    for m in AFTER_SMALL.finditer(view.text):
        yield Finding(m.start(2), m.end(2), f" {m[2].lower()}", evidence="a preposition and an article")
