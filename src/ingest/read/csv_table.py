"""CSV and TSV: one record a row, by the names in the first row (`read.columns` maps others).

The file is decoded as a stream: by its mark, else by what its first megabyte is in. Offsets are of rows, in bytes.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from ingest.core.config import MB, Settings
from ingest.core.decoding import decode
from ingest.core.members import Part, reader
from ingest.core.model import End, RawRecord, RecordKey, Reject, Skipped
from ingest.core.options.read import named
from ingest.read.again import again, sampled
from ingest.read.fields import SURROGATE
from ingest.read.records import body_field, record_of

DELIMITERS = ",;\t|"
SEPARATOR = "sep="  # a first line by which spreadsheets tell the delimiter
QUOTED = re.compile('"[^"]{0,1000}"')
MOST_TORN = 20  # times that rows are read again after a quote that nothing closes; then what it swallowed is one reject
SAMPLE = 1_000_000  # bytes by which the encoding is told
MARK_BYTES = {"utf-8": 3, "utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}


def claims(path: str, head: bytes) -> int:
    """By its name alone: what else has commas is a text."""
    return 10 if path.lower().endswith((".csv", ".tsv", ".tab", ".psv")) else 0


@reader("csv-table", claims)
def read(part: Part, stream: BinaryIO, settings: Settings) -> Iterator[RawRecord | Reject | Skipped | End]:
    """One record a row; the header is none. A table without a column of texts is one reject."""
    path, limits = part.file.path, settings.limits
    head = sampled(stream, SAMPLE)
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
    if decoded.text.startswith(SEPARATOR):
        next(lines)
    count = 0
    names: list[str] | None = None
    for offset, row, trouble in _rows(lines, _style(path, decoded.text)):
        if names is None and not trouble:
            names = _once([name.strip() for name in row])
            if body_field(dict.fromkeys(_renamed(names, settings), "x"))[0] is not None:
                continue
            message = f"no column of texts; columns: {', '.join(names)[:300]}; read.columns can name one"
            yield Reject(path, RecordKey(None, "", 0), "read", "no_text", message, lines.seen)
            count += 1
            break
        count += 1
        if count > limits.records:
            message = f"limits.records allows {limits.records}; the rest was not read"
            yield Reject(path, RecordKey(None, "rest", offset), "read", "too_many_records", message)
            break
        if trouble:
            yield Reject(path, _key(offset, lines.seen), "read", "broken_record", trouble, lines.seen)
        else:
            yield _record(path, offset, (names or [], row), lines, settings)
    if count == 0:
        count = 1
        yield Reject(path, RecordKey(), "read", "empty", "a header and no rows")
    yield End(count)


def _rows(lines: "_Lines", style: dict[str, Any]) -> Iterator[tuple[int, list[str], str]]:
    """(offset, cells, trouble) of every row that is not blank. What a quote that nothing closes has swallowed is read again,
    as rows."""
    rows, torn = csv.reader(lines, **style), 0
    while True:
        offset, trouble = lines.offset, ""
        lines.begin()
        try:
            row = next(rows, None)
        except csv.Error as e:
            row, trouble = [], f"no row: {e}"
        if row is None:
            return
        if lines.is_torn(trouble) and torn < MOST_TORN:
            torn, trouble = torn + 1, "a quote is opened that nothing closes"
            lines.give_back()
            rows = csv.reader(lines, **style)
        if trouble or any(cell.strip() for cell in row):
            yield offset, row, trouble


def _record(
    path: str, offset: int, told: tuple[list[str], list[str]], lines: "_Lines", settings: Settings
) -> RawRecord | Reject:
    names, row = told
    if any(cell.strip() for cell in row[len(names) :]):
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


def _once(names: list[str]) -> list[str]:
    """The names, those that were met before with a number: no cell is lost to another."""
    out: dict[str, None] = {}
    numbers: dict[str, int] = {}
    for name in names:
        number = numbers.get(name, 1)
        while (told := name if number == 1 else f"{name} {number}") in out:
            number += 1
        numbers[name] = number
        out[told] = None
    return list(out)


def _renamed(names: list[str], settings: Settings) -> list[str]:
    known = named(settings.read.columns)
    return [known.get(name.lower(), name) for name in names]


def _style(path: str, text: str) -> dict[str, Any]:
    """How rows are written: with the delimiter that `sep=` or the name says, else the one that most often stands outside
    quotes in the first line; with blanks before quotes where there are some."""
    first = text.lstrip("\n").partition("\n")[0]
    if first.startswith(SEPARATOR) and len(first) == len(SEPARATOR) + 1:
        delimiter = first[-1]
    elif path.lower().endswith((".tsv", ".tab")):
        delimiter = "\t"
    else:
        delimiter = max(DELIMITERS, key=QUOTED.sub("", first).count)
    blanks = f'{delimiter} "' in text and f'{delimiter}"' not in text
    return {"delimiter": delimiter, "skipinitialspace": blanks}


class _Lines:
    """The lines of a stream as text, and where the next one starts in it, in bytes. Those given since `begin` are held, so
    that they can be given again; `seen` is their start."""

    def __init__(self, stream: io.BufferedReader, encoding: str, skip: int, most: int) -> None:
        stream.read(skip)
        self.encoding, self.offset, self.ended = encoding, skip, False
        self._most = most
        self._errors = "replace" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"
        self._text = io.TextIOWrapper(stream, encoding, errors=self._errors, newline="")
        self._given: list[tuple[str, int]] = []
        self._back: list[tuple[str, int]] = []  # last one first

    def begin(self) -> None:
        """A row begins with the next line."""
        self._given, self.ended = [], False

    @property
    def seen(self) -> str:
        """The start of the row."""
        return "".join(line for line, _ in self._given[:20])[:1000]

    def is_torn(self, trouble: str) -> bool:
        """Whether the row that was read is no row: it took several lines and the file's end, or the limit, ended it."""
        return len(self._given) > 1 and (self.ended or bool(trouble))

    def give_back(self) -> None:
        """Give all lines but the first of the row again."""
        self._back += reversed(self._given[1:])
        self.offset -= sum(size for _, size in self._given[1:])
        self._given, self.ended = self._given[:1], False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line, size = self._back.pop() if self._back else self._line()
        self.offset += size
        if len(line) >= self._most:
            while (piece := self._line())[0] and not piece[0].endswith("\n"):
                self.offset += piece[1]
            self.offset += piece[1]
            raise csv.Error("a line longer than limits.record_mb")
        if not line:
            self.ended = True
            raise StopIteration
        self._given.append((line, size))
        return SURROGATE.sub("\ufffd", line.replace("\x00", ""))

    def _line(self) -> tuple[str, int]:
        line = self._text.readline(self._most)
        return line, len(line.encode(self.encoding, self._errors))
