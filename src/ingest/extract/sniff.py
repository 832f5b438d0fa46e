"""What a record is: its declared media type, else its content, else its name.

A text extension is overruled by binary magic bytes or a complete HTML document, and by nothing else: never by a guess
at CSV, JSON, mail or a fragment of HTML.
"""

import re

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
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x7fELF", "application/x-elf"),
    (b"PAR1", "application/vnd.apache.parquet"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
)
SUFFIXES = {".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".shtml": "text/html"}
WHOLE_HTML = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*)*(?:<!doctype\s+html\b|<html[\s>])", re.I | re.S)
MANGLED = 0.02  # control characters per byte: text has fewer, also in legacy encodings (none in 7,000 sampled files)
CONTROL = bytes(i for i in range(32) if i not in (9, 10, 11, 12, 13, 27)) + b"\x7f"
ISO_2022_KR = b"\x1b$)C"  # the one text encoding whose shifts are control characters
# Characters that text of East Asia is made of; two bytes at random fall among them every other time
EAST_ASIAN = re.compile(r"[\t\n\r -~\u00a0-\u024f\u2010-\u2027\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]")
HEAD = 8192


def sniff(record: RawRecord) -> str:
    """A media type without parameters, lower case; application/octet-stream for binary bytes nobody knows."""
    if record.media_type:
        return record.media_type.partition(";")[0].strip().lower()
    body = record.body if isinstance(record.body, bytes) else record.body.encode("utf-8", "replace")
    head = body[:HEAD]
    for magic, media_type in MAGIC:
        if head.startswith(magic) and not _is_text_by_chance(magic, head):
            return media_type
    if is_binary(head):
        return "application/octet-stream"
    named = next((t for suffix, t in SUFFIXES.items() if record.path.lower().endswith(suffix)), None)
    plain = head.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return named or ("text/html" if WHOLE_HTML.match(plain) else "text/plain")


def parameter(media_type: str | None, name: str) -> str | None:
    """A parameter of a media type: `charset` of `text/html; charset="utf-8"`."""
    for piece in (media_type or "").split(";")[1:20]:
        key, _, value = piece.partition("=")
        if key.strip().lower() == name:
            return value.strip().strip("\"'") or None
    return None


def _is_text_by_chance(magic: bytes, head: bytes) -> bool:
    """Magic made of letters may begin an article too: then nothing binary follows."""
    return magic.isascii() and magic.decode("ascii").isprintable() and magic != b"%PDF-" and not is_binary(head[:512])


def is_binary(head: bytes) -> bool:
    """Whether bytes are no text in any encoding: many control characters, and NULs not at regular places."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) or regular_nuls(head) or ISO_2022_KR in head:
        return False
    controls = sum(head.count(bytes([c])) for c in CONTROL)
    return controls > max(1, MANGLED * len(head))


def regular_nuls(head: bytes) -> str | None:
    """The encoding that NULs at regular places tell of (UTF-16 or UTF-32 without a mark), or None."""
    sample = head[: len(head) // 4 * 4]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    shares = [sample[i::4].count(0) * 4 / len(sample) for i in range(4)]
    for encoding, places in (("utf-32-le", (2, 3)), ("utf-32-be", (0, 1))):
        if all(shares[i] > 0.95 for i in places):
            return encoding
    even, odd = (shares[0] + shares[2]) / 2, (shares[1] + shares[3]) / 2
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    if even > 0.4 and odd < 0.05:
        return "utf-16-be"
    return _east_asian(sample)


def _east_asian(sample: bytes) -> str | None:
    """UTF-16 whose NULs are few because its characters are not Latin: nearly every pair of bytes is such a character."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        if len(text) >= 40 and len(EAST_ASIAN.findall(text)) >= 0.97 * len(text):
            return encoding
    return None
