"""Markdown: the text as it stands, marks and all; a head of `key: value` lines between `---` is taken as hints, and so is
the heading that opens the text, or its only one of the first level, for its title."""

import re
from collections.abc import Iterator

from ingest.core.config import Settings
from ingest.core.members import extractor
from ingest.core.model import Document, Hint, RawRecord, Reject
from ingest.extract.decoding import document, read_text, undecodable

HEAD = re.compile(r"---[ \t]*\n((?:(?!---[ \t]*\n)[^\n]{0,1000}\n){1,100})---[ \t]*\n")
LINE = re.compile(r"([A-Za-z_]{1,30}):[ \t]+(\S[^\n]{0,900})")
MOST_CHARS = 1_000  # of a heading
MOST_LINES = 500  # of a text in which headings are looked for
ATX = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+(\S[^\n]{0,300}?)[ \t#]{0,20}$")
RULER = re.compile(r"[ ]{0,3}={3,200}[ \t]*$")
FENCE = re.compile(r"[ ]{0,3}(?:```|~~~)")
LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\](?:\([^()\s]{0,1000}\)|\[[^\[\]\n]{0,100}\])?")
EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|`")
FIELDS = {
    "title": "title",
    "date": "published",
    "published": "published",
    "updated": "modified",
    "lastmod": "modified",
    "author": "authors",
    "url": "url",
    "permalink": "url",
    "lang": "language",
    "language": "language",
    "license": "license",
    "description": "description",
}


@extractor("markdown", ("text/markdown",))
def extract(record: RawRecord, settings: Settings) -> Document | Reject:
    """The text behind its head, if it has one."""
    decoded = read_text(record, settings)
    if decoded is None:
        return undecodable(record)
    head = HEAD.match(decoded.text)
    hints = _hints(head[1]) if head else ()
    text = decoded.text[head.end() :].lstrip("\n") if head and hints else decoded.text
    title = heading(text)
    said = (Hint("title", title, "markdown:heading"),) if title else ()
    return document(record, text, "text/markdown", decoded.decoding, (*hints, *said))


def heading(text: str) -> str | None:
    """The title a text gives itself: the heading it opens with, of any level, else its only heading of the first level
    (`# …`, or underlined with `=`); without its marks. Blocks of code are no text."""
    found = list(_headings(text))
    opening = next((told for _, told, opens in found if opens), "")
    firsts = [told for level, told, _ in found if level == 1]
    return _plain(opening or (firsts[0] if len(firsts) == 1 else "")) or None


def _headings(text: str) -> Iterator[tuple[int, str, bool]]:
    """The headings of the first lines: level, what stands there, and whether nothing stands above."""
    code, filled, before = False, 0, ""
    for line in text.split("\n")[:MOST_LINES]:
        fence = FENCE.match(line)
        code = code ^ bool(fence)
        atx = None if code or fence else ATX.match(line)
        if atx:
            yield len(atx[1]), atx[2], filled == 0
        elif before and RULER.match(line):
            yield 1, before, filled == 1
        before = "" if atx or code or fence else line.strip()
        filled += bool(line.strip())


def _hints(head: str) -> tuple[Hint, ...]:
    told = (LINE.match(line) for line in head.split("\n"))
    return tuple(
        Hint(FIELDS[m[1].lower()], m[2].strip().strip("\"'"), f"record:{m[1]}")
        for m in told
        if m and m[1].lower() in FIELDS
    )


def _plain(told: str) -> str:
    """A heading without the marks of links, emphasis and code."""
    return " ".join(EMPHASIS.sub("", LINK.sub(r"\1", told[:MOST_CHARS])).split())
