"""Character references that were never decoded: '&amp;', '&#8217;', escaped twice: '&amp;nbsp;', pulled apart: '& quot ;'.

Left alone in addresses, in code and on lines that speak of markup or hold code.
"""

import html
import re
from collections.abc import Iterator
from html.entities import html5

from ingest.clean.kinds import is_code
from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

REFERENCE = re.compile(
    r"&(?:(?:amp|#38|#x26);){0,8}(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    r"|& ?(?:(?:amp|#38) ?; ?){0,3}(?:amp|quot|apos|lt|gt|nbsp|mdash|ndash|rsquo|lsquo|rdquo|ldquo|hellip|# ?[0-9]{2,5}) ?;"
)
MET = re.compile(rf"(?P<address>(?:https?://|www\.)\S+)|{REFERENCE.pattern}")
OF_MARKUP = re.compile(r"\b(?:HTML|XML|SGML|ampersand|markup|entity|entities|escaped?)\b|`|[{}]", re.I)
NEAR = 60  # characters on either side in which words tell that markup is spoken of
AMPERSANDS = re.compile(r"&(?:(?:amp|#38|#x26);)+(?=[#A-Za-z])")


@clean_rule("entities", phase=30)
def find(view: View) -> Iterator[Finding]:
    """`Marks &amp; Spencer&#8217;s` -> `Marks & Spencer’s`. Seen wherever a scraper took attribute values for text."""
    text, done = view.text, 0
    if "&" not in text or ";" not in text or is_code(view):
        return
    for m in REFERENCE.finditer(text):
        if m.start() < done:
            continue
        start = text.rfind("\n", 0, m.start()) + 1
        done = text.find("\n", m.end())
        done = len(text) if done < 0 else done
        line = text[start:done]
        if len(line) < 200 and "=" in line and line.rstrip().endswith(";"):
            continue  # a statement
        for r in MET.finditer(line):
            mended = r[0] if r["address"] else _mended(r[0])
            if mended != r[0] and not _spoken_of(line, r.start(), r.end()):
                yield Finding(start + r.start(), start + r.end(), mended)


def _spoken_of(line: str, start: int, end: int) -> bool:
    """Whether the words around a reference speak of markup, or are code."""
    around = line[max(0, start - NEAR) : start] + " " + line[end : end + NEAR]
    return OF_MARKUP.search(REFERENCE.sub("", around)) is not None


def _mended(reference: str) -> str:
    """What a reference stands for, however often its ampersand was escaped, with the spaces inside it taken out."""
    once = AMPERSANDS.sub("&", reference.replace(" ", ""))
    if once[1] != "#" and once[1:] not in html5:  # no reference: its ampersands alone are mended
        return f"&{once[1:]}"
    return html.unescape(once)
