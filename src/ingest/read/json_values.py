"""A .json file: an array of objects, one object, or several after one another. Each object is a record.

Values are told apart by their brackets alone, so that one that is broken inside its brackets is one reject, and no more
of the file is held than one record.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import BinaryIO

from ingest.core.config import MB, Settings
from ingest.core.members import Part, reader
from ingest.core.model import End, RawRecord, RecordKey, Reject, Skipped
from ingest.read.choosing import is_text_name
from ingest.read.jsonl import BOM
from ingest.read.records import json_record, shown

CHUNK = 1 << 16
MARK = re.compile(rb'[\[\]{}"]')
STRING_END = re.compile(rb'["\\]')
ARRAY = re.compile(rb"\s*\[\s*\{")
OBJECT = re.compile(rb'\s*\{\s*(?:"(?:[^"\\]|\\.){0,200}"\s*:|\})')
BETWEEN = b" \t\r\n,"


def claims(path: str, head: bytes) -> int:
    """By its name; by content where it begins as an array of objects or an object, and is not named as text."""
    if path.lower().endswith(".json"):
        return 10
    plain = head.removeprefix(BOM)
    return 5 if not is_text_name(path) and (ARRAY.match(plain) or OBJECT.match(plain)) else 0


@reader("json-values", claims)
def read(part: Part, stream: BinaryIO, settings: Settings) -> Iterator[RawRecord | Reject | Skipped | End]:
    """One record a value."""
    path, count, complete = part.file.path, 0, True
    for offset, value, trouble in values(stream, int(settings.limits.record_mb * MB)):
        key = RecordKey(None, f"sha256:{hashlib.sha256(value).hexdigest()}", offset)
        count += 1
        if count > settings.limits.records:
            message = f"limits.records allows {settings.limits.records}; the rest was not read"
            yield Reject(path, RecordKey(None, "rest", offset), "read", "too_many_records", message)
            complete = False
            break
        if trouble == "too_large":
            message = f"a value of more than limits.record_mb = {settings.limits.record_mb:g}"
            yield Reject(path, RecordKey(None, f"offset:{offset}", offset), "read", "too_large", message, shown(value))
        elif trouble:
            complete = complete and trouble != "truncated"
            yield Reject(path, key, "read", trouble, "no whole JSON value", shown(value))
        else:
            yield json_record(value, path, key, "JSON", settings)
    if count == 0:
        count, complete = 1, False
        yield Reject(path, RecordKey(), "read", "empty", "there is no value in the file")
    yield End(count, complete)


def values(stream: BinaryIO, most: int) -> Iterator[tuple[int, bytes, str | None]]:
    """(offset, bytes, trouble) of every value at the top or in the one array around all. Trouble: None, too_large (then
    the first bytes are given), broken_record (no bracket where a value should begin) or truncated."""
    scan = _Scan(stream)
    scan.skip(BOM)
    listed = scan.peek_past(BETWEEN) == b"["
    if listed:
        scan.take(1)
    while (first := scan.peek_past(BETWEEN)) and not (listed and first == b"]"):
        start = scan.position
        if first in (b"{", b"["):
            value, whole = scan.bracketed(most)
            yield (
                start,
                value,
                None if whole and len(value) <= most else "too_large" if len(value) > most else "truncated",
            )
        else:
            yield start, scan.loose(most), "broken_record"


class _Scan:
    """A stream gone through once, a chunk at a time."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._held, self._at, self.position = stream, b"", 0, 0

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
