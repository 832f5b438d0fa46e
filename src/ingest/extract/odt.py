"""OpenDocument text (.odt): the paragraphs, headings, lists and tables of its content.xml."""

from lxml import etree

from ingest.core.config import Settings
from ingest.core.members import extractor
from ingest.core.model import Decoding, Document, Hint, RawRecord, Reject
from ingest.extract.decoding import document
from ingest.extract.extras import ZIP_FAULTS, broken, opened, xml
from ingest.extract.rendering import blocks, text_of
from ingest.extract.sniff import ODT

# OpenDocument's elements (ISO/IEC 26300) by the names that `rendering` knows
NAMES = {
    "h": "head",
    "p": "p",
    "list-item": "item",
    "table-row": "row",
    "table-cell": "cell",
    "line-break": "lb",
    "tab": "span",
    "s": "span",
}
NOT_TEXT = frozenset(("annotation", "tracked-changes", "note-citation", "forms", "sequence-decls"))


@extractor("odt", (ODT,))
def extract(record: RawRecord, settings: Settings) -> Document | Reject:
    """The document's text, and the title and author that its meta.xml names."""
    archive = opened(record, settings)
    if isinstance(archive, Reject):
        return archive
    try:
        root = xml(archive.read("content.xml"))
        meta = xml(archive.read("meta.xml")) if "meta.xml" in archive.namelist() else None
    except (*ZIP_FAULTS, etree.Error) as e:
        return broken(record, "ODT", e)
    if root is None:
        return Reject(record.path, record.key, "extract", "broken_record", "not a whole ODT: no content")
    for node in root.iter(etree.Element):
        name = node.tag.rpartition("}")[2]
        if name in ("tab", "s"):
            node.text = " "
        node.tag = NAMES.get(name, name)
    body = root.find("body")
    found = blocks(body if body is not None else root, NOT_TEXT)
    kept = [b for b in found if b.kind != "row"] if settings.extract.tables == "drop" else found
    return document(record, text_of(kept), ODT, Decoding("utf-8", "container"), _hints(meta))


def _hints(meta: etree._Element | None) -> tuple[Hint, ...]:
    if meta is None:
        return ()
    wanted = {"title": "title", "creator": "authors", "language": "language"}
    return tuple(
        Hint(wanted[name], node.text.strip()[:2000], f"odt:{name}")
        for node in meta.iter(etree.Element)
        if (name := node.tag.rpartition("}")[2]) in wanted and node.text and node.text.strip()
    )
