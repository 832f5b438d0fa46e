"""Markdown: the text as it stands, marks and all; a head of `key: value` lines between `---` is taken as hints."""

import re

from ingest.core.config import Settings
from ingest.core.members import extractor
from ingest.core.model import Document, Hint, RawRecord, Reject
from ingest.extract.decoding import document, read_text, undecodable

HEAD = re.compile(r"---[ \t]*\n((?:(?!---[ \t]*\n)[^\n]{0,1000}\n){1,100})---[ \t]*\n")
LINE = re.compile(r"([A-Za-z_]{1,30}):[ \t]+(\S[^\n]{0,900})")
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
    return document(record, text, "text/markdown", decoded.decoding, hints)


def _hints(head: str) -> tuple[Hint, ...]:
    told = (LINE.match(line) for line in head.split("\n"))
    return tuple(
        Hint(FIELDS[m[1].lower()], m[2].strip().strip("\"'"), f"record:{m[1]}")
        for m in told
        if m and m[1].lower() in FIELDS
    )
