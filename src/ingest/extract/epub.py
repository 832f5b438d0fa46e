"""EPUB: the text of its chapters in reading order. One document: what is one book stays together."""

import posixpath
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from ingest.core.config import Settings
from ingest.core.decoding import decode
from ingest.core.members import extractor
from ingest.core.model import Decoding, Document, Hint, RawRecord, Reject
from ingest.extract.decoding import document
from ingest.extract.extras import ZIP_FAULTS, broken, opened, xml
from ingest.extract.page import read_page
from ingest.extract.rendering import NOT_TEXT, Block, blocks, text_of
from ingest.extract.sniff import EPUB

CONTAINER = "META-INF/container.xml"
PAGES = (".xhtml", ".html", ".htm")
WITHOUT = NOT_TEXT | {"nav"}


@extractor("epub", (EPUB,))
def extract(record: RawRecord, settings: Settings) -> Document | Reject:
    """All chapters, and the title, authors, date and language that the package names."""
    archive = opened(record, settings)
    if isinstance(archive, Reject):
        return archive
    try:
        package, folder = _package(archive)
        found = [b for name in _spine(archive, package, folder) for b in _chapter(archive.read(name))]
    except (*ZIP_FAULTS, etree.Error) as e:
        return broken(record, "EPUB", e)
    return document(record, text_of(found), EPUB, Decoding("utf-8", "container"), _hints(package))


def _package(archive: zipfile.ZipFile) -> tuple[etree._Element | None, str]:
    """The package document and its folder in the archive; (None, "") where none is named."""
    names = set(archive.namelist())
    if CONTAINER not in names:
        return None, ""
    rootfile = xml(archive.read(CONTAINER)).find(".//{*}rootfile")
    path = rootfile.get("full-path", "") if rootfile is not None else ""
    return (xml(archive.read(path)), posixpath.dirname(path)) if path in names else (None, "")


def _spine(archive: zipfile.ZipFile, package: etree._Element | None, folder: str) -> Iterator[str]:
    """The names of the chapters' files in reading order, each once; all pages by name where nothing tells an order."""
    names = set(archive.namelist())
    if package is None:
        yield from sorted(n for n in names if n.lower().endswith(PAGES))
        return
    files = {i.get("id"): i.get("href", "") for i in package.iterfind(".//{*}manifest/{*}item")}
    for reference in package.iterfind(".//{*}spine/{*}itemref"):
        name = posixpath.normpath(posixpath.join(folder, unquote(files.get(reference.get("idref"), ""))))
        if name in names:
            names.discard(name)
            yield name


def _chapter(data: bytes) -> list[Block]:
    decoded = decode(data, markup=True)
    page = read_page(decoded.text) if decoded else None
    if page is None or page.tree is None:
        return []
    body = page.tree.find("body")
    return blocks(body if body is not None else page.tree, WITHOUT)


def _hints(package: etree._Element | None) -> tuple[Hint, ...]:
    wanted = {
        "title": "title",
        "creator": "authors",
        "date": "published",
        "language": "language",
        "publisher": "publisher",
    }
    nodes = package.iterfind(".//{*}metadata/*") if package is not None else ()
    return tuple(
        Hint(wanted[name], node.text.strip()[:2000], f"epub:{name}")
        for node in nodes
        if isinstance(node.tag, str)
        and (name := node.tag.rpartition("}")[2]) in wanted
        and node.text
        and node.text.strip()
    )
