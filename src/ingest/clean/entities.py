"""Character references that were never decoded: '&amp;', '&#8217;', also escaped twice: '&amp;nbsp;'.

Left alone in addresses and on lines that speak of markup or hold code.
"""

import html
import re
from collections.abc import Iterator
from html.entities import html5

from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

REFERENCE = re.compile(r"&(?:(?:amp|#38|#x26);){0,8}(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
LINE = re.compile(r"[^\n]+")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
OF_MARKUP = re.compile(r"\b(?:HTML|XML|SGML|entit(?:y|ies)|escaped?|ampersand|markup)\b|`|</?[a-z]+|;\s*$|[{}]", re.I)
AMPERSANDS = re.compile(r"&(?:(?:amp|#38|#x26);)+(?=[#A-Za-z])")


@clean_rule("entities", phase=30)
def find(view: View) -> Iterator[Finding]:
    """`Marks &amp; Spencer&#8217;s` -> `Marks & Spencer’s`. Seen wherever a scraper took attribute values for text."""
    for line in LINE.finditer(view.text):
        if "&" in line[0] and ";" in line[0] and not OF_MARKUP.search(REFERENCE.sub("", line[0])):
            addresses = [a.span() for a in ADDRESS.finditer(view.text, line.start(), line.end())]
            for m in REFERENCE.finditer(view.text, line.start(), line.end()):
                mended = _mended(m[0])
                if mended != m[0] and not any(a <= m.start() < b for a, b in addresses):
                    yield Finding(m.start(), m.end(), mended)


def _mended(reference: str) -> str:
    """What a reference stands for, however often its ampersand was escaped."""
    once = AMPERSANDS.sub("&", reference)
    if once[1] != "#" and once[1:] not in html5:  # no reference: its ampersands alone are mended
        return f"&{once[1:]}"
    return html.unescape(once)
