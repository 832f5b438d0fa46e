"""CSV and TSV: one record a row, by the names in the first row (`read.columns` maps others).

The file is decoded as a stream: by its mark, else by what its first megabyte is in. Offsets are of rows, in bytes.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from typing import BinaryIO

from ingest.core.config import MB, Settings
from ingest.core.decoding import decode
from ingest.core.members import Part, reader
from ingest.core.model import End, RawRecord, RecordKey, Reject, Skipped
from ingest.read.again import again
from ingest.read.fields import SURROGATE
from ingest.read.records import body_field, mapping, record_of

DELIMITERS = ",;\t|"
SAMPLE = 1_000_000  # bytes by which the encoding is told
MARK_BYTES = {"utf-8": 3, "utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}


def claims(path: str, head: bytes) -> int:
    """By its name alone: what else has commas is a text."""
    return 10 if path.lower().endswith((".csv", ".tsv", ".tab", ".psv")) else 0


@reader("csv-table", claims)
def read(part: Part, stream: BinaryIO, settings: Settings) -> Iterator[RawRecord | Reject | Skipped | End]:
    """One record a row; the header is none. A table without a column of texts is one reject."""
    path, limits = part.file.path, settings.limits
    head = stream.read(SAMPLE)
    decoded = decode(head[: len(head) - len(head) % 4], detector=settings.extract.detector)
    if decoded is None or not head.strip():
        reason, message = ("undecodable", "no encoding reads it") if head.strip() else ("empty", "no rows")
        yield Reject(path, RecordKey(), "read", reason, message)
        yield End(1)
        return
    origin = decoded.decoding.origin
    encoding = decoded.decoding.encoding.replace("ascii", "utf-8")  # what follows may have more
    most = int(limits.record_mb * MB)
    skip = MARK_BYTES[encoding] if origin == "bom" else 0
    lines = _Lines(again(head, stream), encoding, skip, most)
    csv.field_size_limit(most)
    rows = csv.reader(lines, delimiter=_delimiter(path, decoded.text))
    count = 0
    names: list[str] | None = None
    while True:
        offset, lines.seen = lines.offset, ""
        try:
            row = next(rows, None)
        except csv.Error as e:
            count += 1
            yield Reject(path, _key(offset, lines.seen), "read", "broken_record", f"no row: {e}", lines.seen)
            continue
        if row is None:
            break
        if not any(cell.strip() for cell in row):
            continue
        if names is None:
            names = [name.strip() for name in row]
            if body_field(dict.fromkeys(_renamed(names, settings), "x"))[0] is None:
                count += 1
                message = f"no column of texts; columns: {', '.join(names)[:300]}; read.columns can name one"
                yield Reject(path, RecordKey(None, "", 0), "read", "no_text", message, lines.seen)
                break
            continue
        count += 1
        if count > limits.records:
            message = f"limits.records allows {limits.records}; the rest was not read"
            yield Reject(path, RecordKey(None, "rest", offset), "read", "too_many_records", message)
            break
        yield _record(path, offset, (names, row), lines, settings)
    if count == 0:
        count = 1
        yield Reject(path, RecordKey(), "read", "empty", "a header and no rows")
    yield End(count)


def _record(
    path: str, offset: int, told: tuple[list[str], list[str]], lines: "_Lines", settings: Settings
) -> RawRecord | Reject:
    names, row = told
    if len(row) > len(names):
        message = f"{len(row)} cells under {len(names)} names; is a delimiter not quoted?"
        return Reject(path, _key(offset, lines.seen), "read", "broken_record", message, lines.seen)
    fields = {name: cell for name, cell in zip(names, row, strict=False) if cell != ""}
    given = record_of(fields, path, _key(offset, "\x1f".join(row)), lines.seen, settings)
    if isinstance(given, RawRecord):
        return RawRecord(
            path, given.key, given.body, f"{given.media_type}; charset={lines.encoding}", given.hints, given.extra
        )
    return given


def _key(offset: int, text: str) -> RecordKey:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return RecordKey(None, f"sha256:{digest}", offset)


def _renamed(names: list[str], settings: Settings) -> list[str]:
    known = mapping(settings.read.columns)
    return [known.get(name.lower(), name) for name in names]


def _delimiter(path: str, text: str) -> str:
    """The one that most often stands in the first line, among those there are."""
    if path.lower().endswith((".tsv", ".tab")):
        return "\t"
    first = text.lstrip("\n").partition("\n")[0]
    return max(DELIMITERS, key=first.count)


class _Lines:
    """The lines of a stream as text, and where the next one starts in it, in bytes. `seen` holds the start of those
    given since it was cleared."""

    def __init__(self, stream: io.BufferedReader, encoding: str, skip: int, most: int) -> None:
        stream.read(skip)
        self.encoding, self.offset, self.seen = encoding, skip, ""
        self._most = most
        self._errors = "replace" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"
        self._text = io.TextIOWrapper(stream, encoding, errors=self._errors, newline="")

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._line()
        if len(line) >= self._most:
            while (piece := self._line()) and not piece.endswith("\n"):
                pass
            raise csv.Error("a line longer than limits.record_mb")
        if not line:
            raise StopIteration
        if len(self.seen) < 1000:
            self.seen += line[:1000]
        return SURROGATE.sub("\ufffd", line.replace("\x00", ""))

    def _line(self) -> str:
        line = self._text.readline(self._most)
        self.offset += len(line.encode(self.encoding, self._errors))
        return line
