"""Bytes to text, in this order: byte-order mark, NULs at regular places, escapes, strict UTF-8, tolerant UTF-8, what is
declared (by HTTP or mail, then by the page), a detector's guess.

UTF-8 goes before what is declared because bytes that are no UTF-8 hardly ever read as it, while servers and pages
declare by habit. What cannot be decoded becomes U+FFFD and is counted; line ends become LF and are told; nothing else
changes here.
"""

import codecs
import re
from dataclasses import dataclass

from ingest.core.decoding.detector import guess
from ingest.core.decoding.nuls import regular_nuls
from ingest.core.model import Decoding

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
META = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,80}?encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9._:-]{2,40})""",
    re.I,
)
DECLARED_WITHIN = 4096  # bytes searched for a declaration; the HTML standard asks for the first 1,024
ESCAPES = re.compile(rb"\x1b[$(][()@-Z]|~\{[!-~]{2}")  # ISO 2022 and HZ: ASCII bytes that are not ASCII text
# What a name often stands for: the superset that browsers read it as (WHATWG Encoding Standard, names and labels)
SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
# Told by marks, NULs or the bytes themselves, or no encodings of documents: never believed
NOT_BELIEVED = ("utf-16", "utf-32", "utf-7", "utf-8", "unicode", "raw-unicode", "punycode", "idna", "undefined")
MOST_BAD = 1 / 3  # bad bytes per good multi-byte character in damaged UTF-8 (150 of 150 made-up files; legacy has more)
SHORT = 12  # so few multi-byte characters may read as UTF-8 by chance: then a declared East Asian encoding is believed
MOST_LOST = (
    0.02  # characters that a guessed encoding may fail to read: a truncated or damaged file, still that encoding
)
EAST_ASIAN = ("gb18030", "gbk", "gb2312", "cp932", "shift_jis", "cp949", "euc_kr", "big5", "big5hkscs", "euc_jp")
SURROGATE = re.compile("[\ud800-\udfff]")
C1 = re.compile("[\x80-\x9f]")
OTHER_SCRIPT = re.compile("[\u0370-\u06ff\u0e00-\u0e7f]")  # of the single-byte encodings: Greek to Arabic, Thai
WITHIN_LATIN = re.compile("[A-Za-z][\u0370-\u06ff\u0e00-\u0e7f]|[\u0370-\u06ff\u0e00-\u0e7f](?=[A-Za-z])")
MOST_MIXED = 0.5  # of them next to a Latin letter; none in the texts of other scripts that were measured


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with LF line ends, and how it came about."""

    text: str
    decoding: Decoding


def decode(
    body: bytes | str, declared: str | None = None, markup: bool = False, detector: str = "chardet"
) -> Decoded | None:
    """Decode a record's body; None where no encoding reads it.

    `declared` is the charset that HTTP or mail names, or that the container of a text was decoded from; `markup`: a page or XML may name one itself. The origin told is
    container, bom, nuls, escapes, strict, tolerant, declared or detector.
    """
    if isinstance(body, str):
        return _finish(body, _named(declared) or "utf-8", "container")
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return _replacing(body[len(mark) :], encoding, "bom")
    regular = regular_nuls(body[:8192])
    if regular:
        return _replacing(body, regular, "nuls")
    told = _known(declared) or (_declared(body) if markup else None)
    return _escaped(body, detector) or _utf8(body, told) or _exactly(body, told, "declared") or _guessed(body, detector)


def _known(name: str | None) -> str | None:
    """Python's name for a declared encoding; None for a name to be ignored."""
    found = _named(name)
    return None if found is None or found.replace("_", "-").startswith(NOT_BELIEVED) else found


def _named(name: str | None) -> str | None:
    """Python's name for an encoding of texts; None where there is none by that name."""
    try:
        found = codecs.lookup((name or "").strip(" \t\"'").removeprefix("x-")).name
        b"".decode(found)  # raises LookupError for what is no text encoding
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return None
    return found


def _declared(body: bytes) -> str | None:
    found = META.search(body[:DECLARED_WITHIN])
    return _known(found[1].decode("ascii")) if found else None


def _escaped(body: bytes, detector: str) -> Decoded | None:
    """ISO 2022 and HZ, which the detector must confirm."""
    if not ESCAPES.search(body[:65536]) or not body.isascii():
        return None
    found = guess(body, detector)
    if found is None or not found.startswith(("iso2022", "hz")):
        return None
    return _strictly(body, found, "escapes")


def _utf8(body: bytes, told: str | None) -> Decoded | None:
    """Strict UTF-8, else UTF-8 with a few bad bytes."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        kept = body.decode("utf-8", "surrogateescape")
        bad = len(SURROGATE.findall(kept))
        good = sum(1 for c in kept if ord(c) > 127) - bad
        damaged = good >= bad / MOST_BAD or bad == 1 <= good
        return _replacing(body, "utf-8", "tolerant") if damaged else None
    if text.isascii():
        return _finish(text, "ascii", "strict")
    few = told in EAST_ASIAN and sum(1 for c in text if ord(c) > 127) <= SHORT
    return (_exactly(body, told, "declared") if few else None) or _finish(text, "utf-8", "strict")


def _guessed(body: bytes, detector: str) -> Decoded | None:
    """What the detector holds likeliest, to the last byte, or its superset, or but for a few bytes; else windows-1252."""
    found = guess(body, detector)
    if found is None:
        return _strictly(body, "cp1252", "detector")
    exact = _exactly(body, found, "detector")
    if exact and _is_mixed(exact.text):
        return _strictly(body, "cp1252", "detector") or exact
    if exact:
        return exact
    lossy = _replacing(body, SUPERSETS.get(found, found), "detector")
    few = lossy.decoding.replaced <= MOST_LOST * len(lossy.text) and not C1.search(lossy.text)
    return lossy if few else _strictly(body, "cp1252", "detector")


def _is_mixed(text: str) -> bool:
    """Whether most letters of another script stand within words of Latin ones, as in `Cafי`: no language is written so,
    and few accents are little to guess by."""
    other = len(OTHER_SCRIPT.findall(text))
    return other > 0 and len(WITHIN_LATIN.findall(text)) >= MOST_MIXED * other


def _exactly(body: bytes, encoding: str | None, origin: str) -> Decoded | None:
    """In the encoding itself, else in the superset that its name often stands for; only where every byte fits and nothing
    turns into a control character."""
    if encoding is None:
        return None
    return _strictly(body, encoding, origin) or _strictly(body, SUPERSETS.get(encoding, encoding), origin)


def _strictly(body: bytes, encoding: str, origin: str) -> Decoded | None:
    try:
        text = body.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return None if C1.search(text) else _finish(text, encoding, origin)


def _replacing(body: bytes, encoding: str, origin: str) -> Decoded:
    text = body.decode(encoding, "replace")
    own = body.count("\ufffd".encode(encoding)) if encoding.startswith("utf") else 0
    return _finish(text, encoding, origin, max(0, text.count("\ufffd") - own))


def _finish(text: str, encoding: str, origin: str, replaced: int = 0) -> Decoded:
    text, surrogates = SURROGATE.subn("\ufffd", text)
    crlf = text.count("\r\n")
    kinds = [k for k, n in (("crlf", crlf), ("cr", text.count("\r") - crlf), ("lf", text.count("\n") - crlf)) if n]
    newline = kinds[0] if len(kinds) == 1 else "mixed" if kinds else "none"
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(text.removeprefix("\ufeff"), Decoding(encoding, origin, newline, replaced + surrogates))
