"""Bytes to text: byte-order mark, NULs at regular places, what is declared, strict UTF-8, tolerant UTF-8, a guess.

What cannot be decoded becomes U+FFFD and is counted; line ends become LF and are told; nothing else changes here.
"""

import codecs
import hashlib
import re
from dataclasses import dataclass

import charset_normalizer

from ingest.core.model import Decoding, Document, Hint, RawRecord, Reject
from ingest.extract.sniff import regular_nuls

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
META = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,80}?encoding)\s*=\s*["']?\s*([A-Za-z0-9._:-]{2,40})""", re.I
)
WIDE = ("utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be", "utf_7")  # told by marks or NULs before
SAMPLE = 20_000  # bytes shown to the detector: it is slow, and no surer with more
MOST_BAD = 0.05  # bad bytes per multi-byte character that UTF-8 text with damage may have; legacy text has far more
SURROGATE = re.compile("[\ud800-\udfff]")
C1 = re.compile("[\x80-\x9f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with LF line ends, and how it came about."""

    text: str
    decoding: Decoding


def decode(body: bytes | str, is_html: bool = False) -> Decoded | None:
    """Decode a record's body; None where no encoding reads it."""
    if isinstance(body, str):
        return _finish(body, "utf-8", "container")
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return _finish(body[len(mark) :].decode(encoding, "replace"), encoding, "bom")
    regular = regular_nuls(body[:8192])
    if regular:
        return _finish(body.decode(regular, "replace"), regular, "nuls")
    declared = _declared(body) if is_html else None
    if declared and declared != "utf-8":
        try:
            return _finish(body.decode(declared), declared, "declared")
        except (UnicodeDecodeError, LookupError):
            pass
    try:
        return _finish(body.decode("utf-8"), "ascii" if body.isascii() else "utf-8", "strict")
    except UnicodeDecodeError:
        return _tolerant(body) or _guess(body)


def _declared(body: bytes) -> str | None:
    found = META.search(body[:4096])
    if not found:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return None
    # the HTML standard reads latin-1 as windows-1252; a page that is readable byte by byte is not UTF-16
    return {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(name, None if name.startswith(("utf-16", "utf-32")) else name)


def _tolerant(body: bytes) -> Decoded | None:
    text = body.decode("utf-8", "replace")
    bad, good = text.count("\ufffd"), sum(1 for c in text if ord(c) > 127 and c != "\ufffd")
    return _finish(text, "utf-8", "tolerant") if bad <= max(1, MOST_BAD * good) and good else None


def _guess(body: bytes) -> Decoded | None:
    """What charset-normalizer holds likeliest; else windows-1252 where that gives no control characters."""
    best = charset_normalizer.from_bytes(body[:SAMPLE], cp_exclusion=[*WIDE]).best()
    for encoding in (best.encoding if best else None, "cp1252", "latin-1"):
        if encoding is None:
            continue
        try:
            text = body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if not C1.search(text):
            return _finish(text, codecs.lookup(encoding).name, "detector")
    return None


def _finish(text: str, encoding: str, origin: str) -> Decoded:
    replaced = text.count("\ufffd") if origin not in ("container", "strict", "declared", "detector") else 0
    text, surrogates = SURROGATE.subn("\ufffd", text)
    crlf = text.count("\r\n")
    kinds = [k for k, n in (("crlf", crlf), ("cr", text.count("\r") - crlf), ("lf", text.count("\n") - crlf)) if n]
    newline = kinds[0] if len(kinds) == 1 else "mixed" if kinds else "none"
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(text.removeprefix("\ufeff"), Decoding(encoding, origin, newline, replaced + surrogates))


def document(
    record: RawRecord,
    text: str,
    media_type: str,
    decoding: Decoding,
    hints: tuple[Hint, ...] = (),
    markup: object = None,
) -> Document | Reject:
    """The document of an extractor; text of nothing but white space is the reject `empty`."""
    if not text.strip() or not text.strip("\ufffd \t\n\x00"):
        return Reject(record.path, record.key, "extract", "empty", "there is no text", encoding=decoding.encoding)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Document(
        record.path,
        record.key,
        text,
        media_type,
        decoding,
        digest,
        (*record.hints, *hints),
        record.extra,
        markup=markup,
    )


def undecodable(record: RawRecord) -> Reject:
    """The reject for bytes that no encoding reads."""
    body = record.body if isinstance(record.body, bytes) else b""
    return Reject(
        record.path, record.key, "extract", "undecodable", "no encoding reads these bytes", body[:60].hex(" ")
    )
