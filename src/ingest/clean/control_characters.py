"""Control characters: NULs, escapes, terminal colours; line and page breaks of other systems become newlines."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

FAULT = re.compile(
    "\x1b\\[[0-9;?]*[ -/]*[@-~]|\x1b\\][^\x07\x1b]{0,200}(?:\x07|\x1b\\\\)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]"
)
BREAKS = {"\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n\n"}


@clean_rule("control-characters", phase=20)
def find(view: View) -> Iterator[Finding]:
    """`A\\x00nd \\x1b[1mso\\x1b[0m on.` -> `And so on.` Seen in terminal captures and broken conversions."""
    for m in FAULT.finditer(view.text):
        yield Finding(m.start(), m.end(), BREAKS.get(m[0], ""))
