"""Spaces that are not U+0020: runs of no-break spaces, thin and figure spaces where a plain space is meant.

Kept: a single no-break space that typography asks for (before French punctuation, inside quotes, beside a digit), and
U+3000 where it indents or stands beside East Asian writing.
"""

import re
from collections.abc import Iterator

from ingest.clean.scripts import east_asian
from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

ODD = "\u00a0\u1680\u2000-\u200a\u202f\u205f"
RUN = re.compile(f"(?<![ {ODD}])[ {ODD}]+")  # starts once a run: linear on a file of spaces
HAS_ODD = re.compile(f"[{ODD}]")
WIDE = re.compile(r"(?<=(\S))\u3000{1,9}(?=(\S))")  # between two words of one line
MEANT = re.compile("[\u00a0\u202f\u2009]")


@clean_rule("odd-spaces", phase=50)
def find(view: View) -> Iterator[Finding]:
    """`of\\xa0the\\xa0\\xa0year` -> `of the year`. Seen in every text that was once laid out by a web editor."""
    text = view.text
    for m in WIDE.finditer(text) if "\u3000" in text else ():
        if not east_asian(m[1]) and not east_asian(m[2]):
            yield Finding(m.start(), m.end(), " ")
    if text.isascii() or not HAS_ODD.search(text):
        return
    for m in RUN.finditer(text):
        if not HAS_ODD.search(m[0]):
            continue
        before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
        if (
            len(m[0]) == 1
            and MEANT.match(m[0])
            and (after in tuple(";:!?»%€$£°") or before in tuple("«§№") or before.isdigit() or after.isdigit())
        ):
            continue
        at_start = before in ("", "\n") and m[0].startswith((" ", "\u00a0")) and len(m[0]) > 1
        yield Finding(m.start(), m.end(), " " * len(m[0]) if at_start else " ")
