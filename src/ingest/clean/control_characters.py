"""Control characters: NULs, escapes, terminal colours, carriage returns; line breaks of other systems become line feeds.

A form feed stays for now: it tells where a page ends (see `page_furniture.py`, `page_breaks.py`).
"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

FAULT = re.compile(
    "\x1b\\[[0-9;?]{0,64}[ -/]{0,8}[@-~]|\x1b\\][^\x07\x1b]{0,200}(?:\x07|\x1b\\\\)|\r\n?|"
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u2028\u2029]"
)
BREAKS = {"\r": "\n", "\r\n": "\n", "\x0b": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n\n"}


@clean_rule("control-characters", phase=20)
def find(view: View) -> Iterator[Finding]:
    """`A\\x00nd \\x1b[1mso\\x1b[0m on.` -> `And so on.` Seen in terminal captures and broken conversions."""
    text = view.text
    for m in FAULT.finditer(text):
        around = text[m.start() - 1 : m.start()] + text[m.end() : m.end() + 1]
        after = BREAKS.get(m[0], "")
        if (m[0] in "\x85\u2028" and "\n" in around) or (
            m[0] == "\x0b" and len(around) == 2 and "\n" not in around and around != "  "
        ):
            after = ""  # beside a line feed a separator says nothing new; in the middle of a line it is a slip
        yield Finding(m.start(), m.end(), after)
