"""DOCX: paragraphs, headings, lists and tables in their order, then foot- and endnotes.

Opened by python-docx (extra `docx`), which knows packages, styles and properties; the walk is ours, because its own passes
over tracked insertions, content controls, text boxes, tables in tables and notes.
"""

import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from ingest.core.config import Settings
from ingest.core.members import extractor
from ingest.core.model import Decoding, Document, Hint, RawRecord, Reject
from ingest.extract.decoding import document
from ingest.extract.extras import ZIP_FAULTS, broken, missing, opened, xml
from ingest.extract.rendering import Block, text_of
from ingest.extract.sniff import DOCX

FAULTS = (*ZIP_FAULTS, etree.Error, AttributeError, TypeError, RecursionError)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
NOTES = ("/footnotes", "/endnotes")  # how the types of these relations end
GONE = ("del", "moveFrom", "sectPr", "pPr", "rPr", "tblPr", FALLBACK)  # what was deleted, and what is no text
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


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
        text, hints = text_of(_body(word, settings.extract.tables == "keep")), _hints(word)
    except (*FAULTS, OpcError) as e:
        return broken(record, "DOCX", e)
    return document(record, text, DOCX, Decoding("utf-8", "container"), hints)


def _body(word: Any, tables: bool) -> Iterator[Block]:
    """The text, then its notes, without the lines that part them from it."""
    styles = {style.style_id: style.name or "" for style in word.styles}
    yield from _blocks(word.element.body, styles, tables)
    for relation in word.part.rels.values():
        if relation.reltype.endswith(NOTES) and not relation.is_external:
            notes = xml(relation.target_part.blob)
            for note in notes if notes is not None else ():
                if note.get(W + "type") is None:
                    yield from _blocks(note, styles, tables)


def _blocks(root: etree._Element, styles: Mapping[str, str], tables: bool) -> Iterator[Block]:
    """Paragraphs and rows in their order, also those in content controls and text boxes. Without recursion."""
    stack = [root]
    while stack:
        node = stack.pop()
        name = node.tag.removeprefix(W) if isinstance(node.tag, str) else ""
        if name == "p":
            if said := _said(node).strip():
                yield Block(_kind(node, styles), said)
            stack.extend(reversed([box for box in node.iter(W + "txbxContent") if not _is_told_twice(box, node)]))
        elif name == "tr":
            cells = [_cell(cell) for cell in node.iterchildren(W + "tc")]
            if tables and any(cells):
                yield Block("row", "\t".join(cells))
        elif name not in GONE:
            stack.extend(reversed(node))


def _cell(cell: etree._Element) -> str:
    """All that a cell holds, on one line."""
    shown = (p for p in cell.iter(W + "p") if all(above.tag != FALLBACK for above in p.iterancestors()))
    return " ".join(" ".join(map(_said, shown)).split())


def _said(paragraph: etree._Element) -> str:
    """A paragraph's text as it stands after all changes, without what its boxes hold."""
    parts, stack = [], list(reversed(paragraph))
    while stack:
        node = stack.pop()
        name = node.tag.removeprefix(W) if isinstance(node.tag, str) else ""
        if name == "t":
            parts.append(node.text or "")
        elif name in SIGNS:
            parts.append(SIGNS[name])
        elif name != "txbxContent" and name not in GONE:
            stack.extend(reversed(node))
    return "".join(parts)


def _kind(paragraph: etree._Element, styles: Mapping[str, str]) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = styles.get(style.get(W + "val") or "", "") if style is not None else ""
    return "head" if name.startswith(("Heading", "Title")) else "item" if name.startswith("List") else "text"


def _is_told_twice(box: etree._Element, paragraph: etree._Element) -> bool:
    """Whether a box is another's stand-in for older programs, or stands in another one, which tells it."""
    for above in box.iterancestors():
        if above is paragraph:
            return False
        if above.tag in (FALLBACK, W + "txbxContent"):
            return True
    return False


def _hints(word: Any) -> tuple[Hint, ...]:
    told = word.core_properties
    fields = (("title", told.title, "docx:title"), ("authors", told.author, "docx:author"))
    found = [Hint(field, value.strip()[:2000], origin) for field, value, origin in fields if value and value.strip()]
    return tuple(found)
