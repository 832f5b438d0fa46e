"""DOCX, read by python-docx (extra `docx`): paragraphs, headings, lists and tables in their order."""

import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from ingest.core.config import Settings
from ingest.core.members import extractor
from ingest.core.model import Decoding, Document, Hint, RawRecord, Reject
from ingest.extract.decoding import document
from ingest.extract.extras import ZIP_FAULTS, missing, opened
from ingest.extract.rendering import Block, text_of
from ingest.extract.sniff import DOCX

FAULTS = (*ZIP_FAULTS, etree.Error, AttributeError, TypeError, RecursionError)
MOST_NESTED = 20  # tables within tables


@extractor("docx", (DOCX,))
def extract(record: RawRecord, settings: Settings) -> Document | Reject:
    """The document's text; title, authors and dates as its properties say."""
    try:
        import docx
        from docx.opc.exceptions import OpcError
    except ImportError:
        return missing(record, "docx", "python-docx")
    archive = opened(record, settings)
    if isinstance(archive, Reject):
        return archive
    try:
        assert isinstance(archive, zipfile.ZipFile)
        word = docx.Document(archive.fp)
        text, hints = text_of(_blocks(word, settings.extract.tables == "keep")), _hints(word)
    except (*FAULTS, OpcError) as e:
        return Reject(record.path, record.key, "extract", "broken_record", f"not a whole DOCX: {type(e).__name__}: {e}")
    return document(record, text, DOCX, Decoding("utf-8", "container"), hints)


def _blocks(part: Any, tables: bool, depth: int = 0) -> Iterator[Block]:
    for item in part.iter_inner_content():
        if hasattr(item, "rows"):
            if tables and depth < MOST_NESTED:
                yield from _rows(item)
            continue
        said = item.text.strip()
        style = (item.style.name or "") if item.style is not None else ""
        if said:
            kind = "head" if style.startswith(("Heading", "Title")) else "item" if style.startswith("List") else "text"
            yield Block(kind, said)


def _rows(table: Any) -> Iterator[Block]:
    for row in table.rows:
        cells: list[str] = []
        before = None
        for cell in row.cells:  # a merged cell is given once for each column it covers
            if cell._tc is not before:
                cells.append(" ".join(cell.text.split()))
            before = cell._tc
        if any(cells):
            yield Block("row", "\t".join(cells))


def _hints(word: Any) -> tuple[Hint, ...]:
    told = word.core_properties
    fields = (("title", told.title, "docx:title"), ("authors", told.author, "docx:author"))
    found = [Hint(field, value.strip()[:2000], origin) for field, value, origin in fields if value and value.strip()]
    return tuple(found)
