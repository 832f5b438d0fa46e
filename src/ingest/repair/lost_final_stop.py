"""A paragraph of prose that ends without its full stop, among paragraphs that all have theirs."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

PARAGRAPH = re.compile(r"[^\n]+")
ENDED = re.compile(r"[.!?…:;][”\"’')\]»]*\s*\Z")
SENTENCE_END = re.compile(r"[a-z][.!?][”\"’)]* +[“\"‘(]?[A-Z]")
LEAST_WORDS = 20  # a heading or caption is shorter
LEAST_SHARE = 0.8  # of the other long paragraphs must end as sentences do


@repair_rule("lost-final-stop", phase=30, languages=("en",))
def find(view: View) -> Iterator[Finding]:
    """`… It grew. It includes those who live in the United States` -> `… United States.` Seen where the last word was a
    name and its full stop was taken for an abbreviation's.

    Only a paragraph of at least LEAST_WORDS words with a sentence end inside it that ends in a letter, where at least
    two other long paragraphs of the document, and LEAST_SHARE of them, end as sentences do.
    """
    long = [m for m in PARAGRAPH.finditer(view.text) if len(m[0].split()) >= LEAST_WORDS]
    ended = [m for m in long if ENDED.search(m[0])]
    if len(ended) < 2 or len(ended) < LEAST_SHARE * len(long):
        return
    for m in long:
        said = m[0].rstrip()
        if said[-1].isalpha() and SENTENCE_END.search(said):
            at = m.start() + len(said)
            yield Finding(at, at, ".", evidence=f"{len(ended)} of {len(long)} long paragraphs end with a stop")
