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
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
OF_MARKUP = re.compile(r"\b(?:HTML|XML|SGML|entit(?:y|ies)|escaped?|ampersand|markup)\b|`|</?[a-z]+|;\s*$|[{}]", re.I)
AMPERSANDS = re.compile(r"&(?:(?:amp|#38|#x26);)+(?=[#A-Za-z])")


@clean_rule("entities", phase=30)
def find(view: View) -> Iterator[Finding]:
    """`Marks &amp; Spencer&#8217;s` -> `Marks & Spencer’s`. Seen wherever a scraper took attribute values for text."""
    text = view.text
    if "&" not in text:
        return
    addresses = [m.span() for m in ADDRESS.finditer(text)]
    for m in REFERENCE.finditer(text):
        if any(a <= m.start() < b for a, b in addresses):
            continue
        once = AMPERSANDS.sub("&", m[0])
        if once[1] != "#" and once[1:] not in html5:  # no reference, however often its ampersand was escaped
            if once == m[0]:
                continue
            once = f"&amp;{once[1:]}"
        line = text[text.rfind("\n", 0, m.start()) + 1 : _line_end(text, m.end())]
        if OF_MARKUP.search(REFERENCE.sub("", line)):
            continue
        mended = html.unescape(once)
        if mended != m[0]:
            yield Finding(m.start(), m.end(), mended)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
