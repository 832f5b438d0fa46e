"""Control characters: NULs, escapes, terminal colours, carriage returns; line breaks of other systems become line feeds.

A form feed stays for now: it tells where a page ends (see `page_furniture.py`, `page_breaks.py`).
"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

FAULT = re.compile(
    "\x1b\\[[0-9;?]{0,64}[ -/]{0,8}[@-~]|\x1b\\][^\x07\x1b]{0,200}(?:\x07|\x1b\\\\)|\r\n?|"
    "(?P<rule>_{1,80})(?P<back>\x08{1,80})|(?P<twice>[^\\s\x08])(?P<same>\x08)(?=(?P=twice))"
    "|[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]{1,80}|[\x0b\x1b\x85\u2028\u2029]"
)
ANY = re.compile("[\x00-\x08\x0b\x0d-\x1f\x7f-\x9f\u2028\u2029]")  # the quick look
TWICE, LEAST_DOUBLED = re.compile("([^\\s\x08])\x08(?=\\1)"), 3  # letters struck twice; as many or more are bold print
BREAKS = {"\r": "\n", "\r\n": "\n", "\x0b": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n\n"}


@clean_rule("control-characters", phase=20)
def find(view: View) -> Iterator[Finding]:
    """`A\\x00nd \\x1b[1mso\\x1b[0m on.` -> `And so on.` Seen in terminal captures and broken conversions. What a printer
    struck over goes with it: `_\\x08N_\\x08ow` and `N\\x08Now` -> `Now`, as manual pages underline and embolden."""
    text = view.text
    if not ANY.search(text):
        return
    doubled = sum(1 for _ in TWICE.finditer(text)) if "\x08" in text else 0
    bold = doubled >= LEAST_DOUBLED and doubled >= 0.5 * text.count("\x08")
    for m in FAULT.finditer(text):
        if m["rule"] or m["twice"]:
            struck = min(len(m["rule"]), len(m["back"])) if m["rule"] else int(bold)
            yield Finding((m.end("rule") if m["rule"] else m.start("same")) - struck, m.end(), "")
            continue
        around = text[m.start() - 1 : m.start()] + text[m.end() : m.end() + 1]
        after = BREAKS.get(m[0], "")
        if (m[0] in "\x85\u2028" and "\n" in around) or (
            m[0] == "\x0b" and len(around) == 2 and "\n" not in around and around != "  "
        ):
            after = ""  # beside a line feed a separator says nothing new; in the middle of a line it is a slip
        yield Finding(m.start(), m.end(), after)
