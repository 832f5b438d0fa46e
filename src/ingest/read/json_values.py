"""A .json file: an array of objects, one object, or several after one another. Each object is a record; of one that has
no text itself, the objects with texts that it wraps are (an API's answer, a mapping of ids to articles). Of one that the file breaks off within, those before the break (`broken_off`).

Values are told apart by their brackets alone, so that one that is broken inside its brackets is one reject, and no more
of the file is held than one record.
"""

import hashlib
import json
import re
from collections.abc import Generator, Iterator
from typing import Any, BinaryIO

from ingest.core.config import MB, Settings
from ingest.core.decoding import decode
from ingest.core.looks import is_text_name, plain
from ingest.core.members import Part, reader
from ingest.core.model import End, RawRecord, RecordKey, Reject, Skipped
from ingest.read.again import again, sampled
from ingest.read.broken_off import finished
from ingest.read.jsonl import BOM
from ingest.read.jsonl import NAMES as LINES
from ingest.read.records import has_body, in_encoding, key_of, parsed, record_of, records_within, shown, why
from ingest.read.transcoded import AtHand, Bytes, Transcoded, pieces

CHUNK = 1 << 16
MESSAGES = {
    "broken_record": "expected an object, found something else",
    "truncated": "the file breaks off within a value",
}
MARK = re.compile(rb'[\[\]{}"]')
SCALAR = rb'(?:[A-Za-z]{1,20}+|-?[0-9][0-9.eE+-]{0,400}+|"(?:[^"\\]|\\.)*+")'
SCALARS = re.compile(SCALAR + rb"(?:\s{0,100}+,\s{0,100}+" + SCALAR + rb")*(?=\s{0,100}+[,\]])", re.S)
STRING_END = re.compile(rb'["\\]')
ARRAY = re.compile(rb"\s*\[\s*\{")
OBJECT = re.compile(rb'[\s\x1e]*\{\s*(?:"(?:[^"\\]|\\.){0,200}"\s*:|\})')
BETWEEN = b" \t\r\n,\x1e"  # the last one begins each text of RFC 7464
SAMPLE = 1_000_000  # bytes by which the encoding is told


def claims(path: str, head: bytes) -> int:
    """By its name, and JSON lines that are no lines; by content where it begins as an array of objects or an object, and
    is not named as text: then it is no table, whatever its name."""
    if path.lower().endswith((".json", *LINES)):
        return 9
    first = plain(head)
    return 11 if not is_text_name(path) and (ARRAY.match(first) or OBJECT.match(first)) else 0


@reader("json-values", claims)
def read(part: Part, stream: BinaryIO, settings: Settings) -> Iterator[RawRecord | Reject | Skipped | End]:
    """One record a value, or several of one that wraps them."""
    path, count, complete = part.file.path, 0, True
    source, encoding = _as_utf_8(stream, settings)
    for offset, value, trouble in values(source, int(settings.limits.record_mb * MB)):
        complete = complete and trouble != "truncated"
        for given in _given(path, offset, (value, trouble, encoding), settings):
            count += 1
            if count > settings.limits.records:
                message = f"limits.records allows {settings.limits.records}; the rest was not read"
                yield Reject(path, RecordKey(None, "rest", offset), "read", "too_many_records", message)
                yield End(count, complete=False)
                return
            yield given
    if count == 0:
        count, complete = 1, False
        yield Reject(path, RecordKey(), "read", "empty", "there is no value in the file")
    yield End(count, complete)


def _as_utf_8(stream: BinaryIO, settings: Settings) -> tuple[Bytes, str]:
    """The stream, its brackets to be found as bytes, and the encoding it had before. UTF-8 with bad bytes stays as it is."""
    head = sampled(stream, SAMPLE)
    decoded = decode(head[: len(head) - len(head) % 4], detector=settings.extract.detector)
    encoding = decoded.decoding.encoding if decoded else "utf-8"
    if encoding in ("ascii", "utf-8"):
        return again(head, stream), "utf-8"
    return Transcoded(pieces(head, AtHand(stream), encoding)), encoding


def _given(
    path: str, offset: int, told: tuple[bytes, str | None, str], settings: Settings
) -> Iterator[RawRecord | Reject]:
    """What one value is to us. `told`: its bytes, what is wrong with them, and the encoding they were in."""
    value, trouble, encoding = told
    key = RecordKey(None, f"sha256:{hashlib.sha256(value).hexdigest()}", offset)
    if trouble:
        if trouble == "truncated":
            key = yield from _before_the_break(path, key, (value, encoding), settings)
        key = RecordKey(None, f"offset:{offset}", offset) if trouble == "too_large" else key
        limit = f"a value of more than limits.record_mb = {settings.limits.record_mb:g}"
        yield Reject(path, key, "read", trouble, limit if trouble == "too_large" else MESSAGES[trouble], shown(value))
        return
    try:
        found, own = parsed(value, settings.extract.detector)
        within = [found] if has_body(found, settings) else list(records_within(found, settings)) or [found]
        texts = [json.dumps(one) for one in within]
        own_text = within[0] is found
    except (ValueError, RecursionError) as e:
        yield Reject(path, key, "read", "broken_record", f"not JSON: {why(e)}", shown(value))
        return
    encoding = own if encoding == "utf-8" else encoding
    if own_text:
        yield in_encoding(record_of(within[0], path, key, shown(value), settings), encoding)
        return
    for one, text in zip(within, texts, strict=True):
        yield _wrapped(one, text, path, offset, encoding, settings)


def _before_the_break(
    path: str, key: RecordKey, told: tuple[bytes, str], settings: Settings
) -> Generator[RawRecord | Reject, None, RecordKey]:
    """The records that stand whole in a value the file breaks off within, keyed as they are in the whole one. Returns the
    key of what broke off: by its own id, if it is one record."""
    value, encoding = told
    try:
        within, found = finished(value, settings)
        texts = [json.dumps(one) for one in within]
    except (ValueError, RecursionError):
        return key
    for one, text in zip(within, texts, strict=True):
        yield _wrapped(one, text, path, key.offset or 0, encoding, settings)
    return key if within else key_of(found, key, settings)


def _wrapped(one: Any, text: str, path: str, offset: int, encoding: str, settings: Settings) -> RawRecord | Reject:
    """One of several records of a value; `text` is its JSON, by which it is named where it has no id."""
    key = RecordKey(None, f"sha256:{hashlib.sha256(text.encode()).hexdigest()}", offset)
    return in_encoding(record_of(one, path, key, text[:1000], settings), encoding)


def values(stream: Bytes, most: int) -> Iterator[tuple[int, bytes, str | None]]:
    """(offset, bytes, trouble) of every value at the top or in an array there. Trouble: None, too_large (then
    the first bytes are given), broken_record (no bracket where a value should begin) or truncated."""
    scan, listed = _Scan(stream), False
    scan.skip(BOM)
    while first := scan.peek_past(BETWEEN):
        start = scan.position
        if first == (b"]" if listed else b"["):
            listed = not listed
            scan.take(1)
        elif first in (b"{", b"["):
            value, whole = scan.bracketed(most)
            yield (
                start,
                value,
                None if whole and len(value) <= most else "too_large" if len(value) > most else "truncated",
            )
        else:
            yield start, (scan.scalars() if listed else b"") or scan.loose(most), "broken_record"


class _Scan:
    """A stream gone through once, a chunk at a time."""

    def __init__(self, stream: Bytes) -> None:
        self._stream, self._held, self._at, self.position = AtHand(stream), b"", 0, 0

    def _fill(self) -> bool:
        if self._at >= len(self._held):
            self._held, self._at = self._stream.read(CHUNK), 0
        return bool(self._held)

    def take(self, count: int) -> bytes:
        """The next bytes of those held."""
        given = self._held[self._at : self._at + count]
        self._at += len(given)
        self.position += len(given)
        return given

    def skip(self, mark: bytes) -> None:
        """Past `mark`, if the stream starts with it."""
        if self._fill() and self._held.startswith(mark):
            self.take(len(mark))

    def peek_past(self, blanks: bytes) -> bytes:
        """The next byte that is none of `blanks`, which are passed; b"" at the end."""
        while self._fill():
            rest = len(self._held) - self._at
            stripped = self._held[self._at :].lstrip(blanks)
            self.take(rest - len(stripped))
            if stripped:
                return stripped[:1]
        return b""

    def bracketed(self, most: int) -> tuple[bytes, bool]:
        """A value from its first bracket to the one that closes it, and whether it was closed; `most` + 1 bytes of it at
        most are given."""
        out, depth, quoted, escaped, kept = [], 0, False, False, 0
        while self._fill():
            if escaped:
                piece, escaped = self.take(1), False
            else:
                found = (STRING_END if quoted else MARK).search(self._held, self._at)
                piece = self.take((found.end() if found else len(self._held)) - self._at)
                mark = found[0] if found else b""
                if mark == b"\\":
                    escaped = True
                elif mark == b'"':
                    quoted = not quoted
                elif mark:
                    depth += 1 if mark in b"[{" else -1
            if kept <= most:
                out.append(piece)
                kept += len(piece)
            if depth == 0 and not quoted:
                return b"".join(out)[: most + 1], True
        return b"".join(out)[: most + 1], False

    def scalars(self) -> bytes:
        """The numbers, strings and words of an array that stand here one after another; b"" if there are none."""
        if len(self._held) - self._at < CHUNK:
            self._held, self._at = self._held[self._at :] + self._stream.read(CHUNK), 0
        found = SCALARS.match(self._held, self._at)
        return self.take(len(found[0])) if found else b""

    def loose(self, most: int) -> bytes:
        """What stands where a value should, to the end of its line (most bytes of it at most)."""
        out, kept = [], 0
        while self._fill():
            end = self._held.find(b"\n", self._at)
            piece = self.take((end + 1 if end >= 0 else len(self._held)) - self._at)
            if kept < most:
                out.append(piece)
                kept += len(piece)
            if end >= 0:
                break
        return b"".join(out)[:most].strip()
