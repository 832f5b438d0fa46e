"""The line ends of mainframes (NEL, U+0085): told from the same byte read as an ellipsis of cp1252, or as half a letter.

It goes first: mojibake is judged line by line, and there the byte is a mark of damage.
"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

NEL = re.compile("(?<![\u0080-\u0084\u0086-\u009f\u00c2-\u00f4])\u0085")
END = re.compile('[.!?…:;。！？"”’»)\u0085\n]')
SHARE = 0.5  # of them stand where a line may end; measured on texts with such line ends


@clean_rule("next-lines", phase=5)
def find(view: View) -> Iterator[Finding]:
    """`One.\\x85\\x85Two.` -> two paragraphs; `and so on\\x85 he said` -> `and so on… he said`."""
    text = view.text
    if "\u0085" not in text:
        return
    found = list(NEL.finditer(text))
    ends = sum(
        bool(END.match(text[m.start() - 1 : m.start()]) or text[m.end() : m.end() + 1] in ("\u0085", "\n", ""))
        for m in found
    )
    for m in found:
        yield Finding(m.start(), m.end(), "\n" if ends >= SHARE * len(found) else "…")
