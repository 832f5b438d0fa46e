"""What a record is: its declared media type, else its content, else its name.

A text extension is overruled by binary magic bytes or a complete HTML document, and by nothing else: never by a guess
at CSV, JSON, mail or a fragment of HTML.
"""

import re

from ingest.core.decoding import is_binary
from ingest.core.looks import bare_name, is_page, is_text_name, plain
from ingest.core.model import RawRecord

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"PK\x03\x04", "application/zip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf1", "application/rtf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x7fELF", "application/x-elf"),
    (b"PAR1", "application/vnd.apache.parquet"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"\x1f\x9d", "application/x-compress"),
    (b"\x04\x22\x4d\x18", "application/x-lz4"),
    (b"\x5d\x00\x00", "application/x-lzma"),
    (b"filedesc://", "application/x-arc"),
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
EPUB = "application/epub+zip"
SUFFIXES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".shtml": "text/html",
    ".xml": "application/xml",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
}
ALIASES = {"application/x-pdf": "application/pdf", "text/xml": "application/xml", "text/x-markdown": "text/markdown"}
XML = re.compile(rb"\s*<\?xml\s")
TEXT_MAGIC = (b"%PDF-", b"{\\rtf1", b"filedesc://")  # magic of printable letters with which no text begins
PDF_WITHIN = 1024  # bytes within which a PDF's header may stand (ISO 32000-1, implementation note 13)
HEAD = 8192


def sniff(record: RawRecord) -> str:
    """A media type without parameters, lower case; application/octet-stream for binary bytes nobody knows."""
    if record.media_type:
        told = record.media_type.partition(";")[0].strip().lower()
        return ALIASES.get(told, told)
    body = record.body if isinstance(record.body, bytes) else record.body.encode("utf-8", "replace")
    head = body[:HEAD]
    name = _name(record)
    for magic, media_type in MAGIC:
        if head.startswith(magic) and not _is_text_by_chance(magic, head):
            return _zipped(body, name) if media_type == "application/zip" else media_type
    if b"%PDF-" in head[:PDF_WITHIN] and b"%%EOF" in body[-2048:]:
        return "application/pdf"
    if is_binary(head):
        return "application/octet-stream"
    named = next((t for suffix, t in SUFFIXES.items() if name.endswith(suffix)), None)
    if is_page(head):
        return "text/html"
    if named or is_text_name(name):
        return named or "text/plain"
    return "application/xml" if XML.match(plain(head)) else "text/plain"


def _name(record: RawRecord) -> str:
    """The record's file name, lower case, as if it were not compressed."""
    return bare_name((record.key.member or record.path).lower())


def _zipped(body: bytes, name: str) -> str:
    """Which document a zip file is, by what its members are called."""
    head, tail = body[:HEAD], body[-65_536:]
    if b"mimetype" + EPUB.encode() in head or b"META-INF/container.xml" in tail or name.endswith(".epub"):
        return EPUB
    if b"mimetype" + ODT.encode() in head or name.endswith(".odt"):
        return ODT
    if b"word/document" in tail or name.endswith(".docx"):
        return DOCX
    return "application/zip"


def parameter(media_type: str | None, name: str) -> str | None:
    """A parameter of a media type: `charset` of `text/html; charset="utf-8"`."""
    for piece in (media_type or "").split(";")[1:20]:
        key, _, value = piece.partition("=")
        if key.strip().lower() == name:
            return value.strip().strip("\"'") or None
    return None


def _is_text_by_chance(magic: bytes, head: bytes) -> bool:
    """Magic made of letters may begin an article too: then nothing binary follows."""
    letters = magic.isascii() and magic.decode("ascii").isprintable()
    return letters and magic not in TEXT_MAGIC and not is_binary(head[:512])
