"""A paragraph of prose that ends without its full stop, among paragraphs that have theirs."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

PARAGRAPH = re.compile(r"[^\n]+")
ENDED = re.compile(r"[.!?…:;][”\"’')\]»]*\s*\Z")
SENTENCE_END = re.compile(r"[a-z)”][.!?][”\"’)]* +[“\"‘(]?[A-Z]")
ODD_END = re.compile(r"[|©]| [-–—] |--|\(|\b(?:News|Reuters|AP|AFP)\b|\d{4}\s*\Z")
VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|must|lives?|said|says|includes?|including)\b"
)
LEAST_WORDS = 20  # a heading or caption is shorter
LEAST_SHARE = 0.75  # of the other long paragraphs must end as sentences do
LAST_WORDS = 8  # of the last sentence: a signature or place is shorter


@repair_rule("lost-final-stop", phase=30, languages=("en",), changes_words=True, weight=0.5)
def find(view: View) -> Iterator[Finding]:
    """`… It grew. It includes those who live in the United States` -> `… United States.` Seen where the last word was a
    name and its full stop was taken for an abbreviation's.

    Only a paragraph of at least LEAST_WORDS words that a blank line follows, with a sentence end inside it and a verb
    in its last sentence, that ends in a letter, where LEAST_SHARE of the others of at least 12 words end as they should.
    """
    if "\n\n" not in view.text:
        return
    every = [m for m in PARAGRAPH.finditer(view.text) if len(m[0].split()) >= 12]
    ended = [m for m in every if ENDED.search(m[0])]
    if not ended or len(ended) == len(every) or len(ended) < LEAST_SHARE * (len(every) - 1):
        return
    for m in every:
        said = m[0].rstrip()
        last = re.split(r"[.!?][”\"’)]* ", said)[-1]
        whole = len(said.split()) >= LEAST_WORDS and said[-1].islower() and SENTENCE_END.search(said)
        prose = len(last.split()) >= LAST_WORDS and VERB.search(last) and not ODD_END.search(said[-120:])
        if whole and prose and view.text[m.end() : m.end() + 2] == "\n\n":
            at = m.start() + len(said)
            yield Finding(at, at, ".", evidence=f"{len(ended)} of {len(every)} paragraphs end with a stop")
