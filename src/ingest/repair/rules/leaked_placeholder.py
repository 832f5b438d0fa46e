"""Words the machine did not know or had put aside: '<unk>', '__NUM__', '⁇'. Pointed at: what stood there is lost."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

FAULT = re.compile(r"<unk>|⟨unk⟩|\[UNK\]|(?<![\w@])__[A-Z]{2,12}\d{0,3}__|(?<!\S)⁇(?!\S)")
NAMED = re.compile(r"`|\btokens?\b|\bvocabulary\b|\bplaceholders?\b|\bmacros?\b|\bvariables?\b", re.I)


@repair_rule("leaked-placeholder", phase=90, weight=1.0)
def find(view: View) -> Iterator[Finding]:
    """`The president <unk> arrived.` is flagged. Seen where a system met words outside its vocabulary.

    Not on a line that speaks of tokens, placeholders or macros.
    """
    if "unk>" in view.text or "__" in view.text or "UNK" in view.text or "⁇" in view.text:
        for m in FAULT.finditer(view.text):
            start, end = view.text.rfind("\n", 0, m.start()) + 1, view.text.find("\n", m.end())
            if not NAMED.search(view.text, start, end if end >= 0 else len(view.text)):
                yield Finding(m.start(), m.end(), None, evidence="a word outside the vocabulary")
