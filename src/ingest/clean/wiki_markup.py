"""Marks of a wiki: '[[Harbour|the harbour]]', "'''bold'''", '[edit]'; the words stay."""

import re
from collections.abc import Iterator

from ingest.clean.kinds import is_code
from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

FAULT = re.compile(
    r"\[\[(?:[^\[\]|\n]{1,200}\|)?([^\[\]|\n]{1,200})\]\]|(?<!')'{2,3}(?=[^\s'])([^'\n]{1,300})(?<=\S)'{2,3}(?!')"
    r"|(?<=\S) ?\[(?:edit|Bearbeiten|modifier|editar|modifica|править|編集|编辑|edytuj)(?: \| [^\[\]\n]{1,30})?\](?=\s|\Z)"
)
QUICK = ("[[", "[edit", "[Bear", "[modif", "[edyt", "[прав", "[编", "[編")  # one of them there must be

SPOKEN_OF = re.compile(
    r"\bwiki ?(?:text|markup|syntax|code|links?\b)|square brackets|eckigen? Klammern|corchetes|crochets|parentesi quadre|квадратн\w{1,4} скобк",
    re.I,
)


@clean_rule("wiki-markup", phase=35, group="markup")
def find(view: View) -> Iterator[Finding]:
    """`the [[Tram|trams]] of [[Lisbon]]` -> `the trams of Lisbon`. Seen in dumps of wikis. A file's or category's link
    is no words of the text, and stays to be seen."""
    text = view.text
    if "[" not in text or not any(mark in text for mark in QUICK) or is_code(view):
        return
    if SPOKEN_OF.search(text):
        return
    linked = "[[" in text  # without a link, '' may be somebody's quotation mark
    for m in FAULT.finditer(text):
        if (":" not in m[0] or m[1] is None) and (linked or m[2] is None):
            yield Finding(m.start(), m.end(), m[1] or m[2] or "")
