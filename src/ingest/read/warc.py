"""WARC: the HTML and text that a crawler was answered. Plain or .warc.gz; both are cut by offset.

Requests, redirects, pictures and all else are skipped, counted by kind. Framing is done here, so that damage costs one
record and not the rest; the headers and HTTP within a record are FastWARC's work. `record_offset` is where a record (of
a .warc.gz: its gzip member) starts in the file, as in CDX indexes.
"""

import re
from collections.abc import Generator, Iterator
from typing import BinaryIO

from fastwarc.warc import WarcRecord

from ingest.core.config import MB, Settings
from ingest.core.members import Part, reader
from ingest.core.model import End, Hint, RawRecord, RecordKey, Reject, Skipped
from ingest.read.again import again
from ingest.read.nest import BrokenError, Given, Reach, ended, nest_of
from ingest.read.records import shown
from ingest.read.transcoded import AtHand, Bytes
from ingest.read.warc_http import body_of, opened
from ingest.read.warc_http import read as read_body
from ingest.read.warc_members import Members, begins_record

CHUNK = 1 << 16
MOST_HEADER = 1 << 16  # bytes of a record's header; real ones have some hundred
MOST_CHECKED = 1 << 23  # bytes of a record that are looked past when a part begins
VERSION, RECORD_END = b"WARC/", b"\r\n\r\n"
BLANK = re.compile(rb"[\r\n]{0,1000}")
TEXTS = ("text/html", "application/xhtml+xml", "text/plain")
MAIN_TYPES = ("application", "audio", "font", "image", "message", "model", "multipart", "text", "video")
CUT = "it ends before the length it says"
TYPES = ("warcinfo", "request", "metadata", "revisit", "continuation")


def claims(path: str, head: bytes) -> int:
    """By content: a record at the start, plain or compressed."""
    return 30 if head.startswith(VERSION) or begins_record(head) else 0


@reader("warc", claims, cuttable=True)
def read(part: Part, stream: BinaryIO, settings: Settings) -> Iterator[RawRecord | Reject | Skipped | End]:
    """The records that start in the part."""
    yield from ended(part, _records(part, stream, settings), settings)


def _records(part: Part, stream: BinaryIO, settings: Settings) -> Generator[Given, None, Reach]:
    head = stream.read(4096)
    packed = begins_record(head)
    if part.nest is None:
        stream.seek(part.start)
    else:
        stream = again(head, stream)
    if not packed:
        start = max(0, part.start - len(RECORD_END))  # where the end of the record before may begin
        if part.nest is None:
            stream.seek(start)
        framed = _Framed(stream, start)
        return (yield from _frames(part, framed, settings, part.start))
    complete, first = True, None
    members = Members(AtHand(stream), part.start, nest_of(part).budget, settings)
    for member in members:
        yield from _stray(part, members)
        first = member.at if first is None else first
        if part.end is not None and member.at >= part.end:
            return Reach(complete, first, member.at)
        reach = yield from _frames(part, _Framed(member, 0), settings, member.at, member.at)
        complete = complete and reach.complete
    yield from _stray(part, members)
    return Reach(complete, members.position if first is None else first, members.position)


def _stray(part: Part, members: Members) -> Iterator[Reject]:
    """The reject for bytes between members; those before the first member of a part are told by the part before."""
    at, members.stray = members.stray, None
    if at is not None:
        key = RecordKey(None, f"offset:{at}", at)
        yield Reject(part.file.path, key, "read", "broken_record", "bytes that are no gzip member with a record")


def _frames(
    part: Part, framed: "_Framed", settings: Settings, start: int, at: int | None = None
) -> Generator[Given, None, Reach]:
    """The records of a stream that begin before the part's end. `at`: the offset they are all said to have."""
    path, complete, began, first = part.file.path, True, False, None
    if start and at is None:
        framed.synchronize()
    while True:
        try:
            before, stray = framed.position, framed.before_record()
            if stray and (began or start == 0 or at is not None):
                complete = False
                key = RecordKey(None, f"offset:{before}", before if at is None else at)
                yield Reject(path, key, "read", "broken_record", "bytes between records", shown(stray))
            began = True
            offset = framed.position
            first = offset if first is None else first
            if framed.at_end() or (at is None and part.end is not None and offset >= part.end):
                return Reach(complete, first, offset)
            yield _given(
                path, framed.record(int(settings.limits.record_mb * MB)), offset if at is None else at, settings
            )
        except BrokenError as e:
            offset = framed.position if at is None else at
            yield Reject(path, RecordKey(None, f"offset:{offset}", offset), "read", "truncated", str(e))
            return Reach(False)


def _given(path: str, told: tuple[bytes, str | None], offset: int, settings: Settings) -> Given:
    """What one record is to us. `told`: its bytes (its header alone where something is wrong), and what is."""
    data, trouble = told
    nameless = RecordKey(None, f"offset:{offset}", offset)
    if not data:
        return Reject(path, nameless, "read", "broken_record", "a record whose header does not end")
    try:
        record = WarcRecord.from_bytes(data)
        kind = str(record.record_type).rpartition(".")[2].lower()
        own = (record.record_id or "").strip("<>")[:500]
        key = RecordKey(own, f"id:{own}", offset) if own else nameless
        if kind in TYPES or kind not in ("response", "resource", "conversion"):
            return Skipped(f"warc:{kind if kind in TYPES else 'other'}")
        if trouble:
            message = f"more than limits.record_mb = {settings.limits.record_mb:g}" if trouble == "too_large" else CUT
            return Reject(path, key, "read", trouble, message, shown(data))
        return _page(path, key, (data, record, kind), settings)
    except (OSError, ValueError, OverflowError) as e:
        return Reject(path, nameless, "read", "broken_record", f"not a WARC record: {e}", shown(data))


def _page(path: str, key: RecordKey, found: tuple[bytes, WarcRecord, str], settings: Settings) -> Given:
    data, record, kind = found
    hints = [("url", record.headers.get("WARC-Target-URI"), "warc:target-uri")]
    hints.append(("collected_at", record.headers.get("WARC-Date"), "warc:date"))
    media_type = (record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    charset = None
    http = kind == "response" or media_type == "application/http"
    if http:
        record = opened(data, "none")
        if record.http_headers is None:
            return Skipped("warc:not-http")
        status = record.http_headers.status_code
        if status is not None and not 200 <= int(status) < 300:
            return Skipped("warc:http-status")
        media_type = (record.http_content_type or "").strip().lower()
        charset = record.http_charset
        for name, field in (("date", "published"), ("last-modified", "modified"), ("content-language", "language")):
            hints.append((field, record.http_headers.get(name), f"http:{name}"))
    if media_type and media_type not in TEXTS:
        main = media_type.partition("/")[0]
        return Skipped(f"warc:{main}" if main in MAIN_TYPES else "warc:other")
    most = int(settings.limits.record_mb * MB)
    body = body_of(data, most) if http else read_body(record.reader, most)
    if len(body) > most:
        message = f"more than limits.record_mb = {settings.limits.record_mb:g} in one record"
        return Reject(path, key, "read", "too_large", message, shown(body))
    if not body.strip():
        return Reject(path, key, "read", "empty", "a response without a body")
    told = f"{media_type}; charset={charset}" if charset and media_type else media_type or None
    kept = tuple(Hint(field, value[:2000], origin) for field, value, origin in hints if value)
    return RawRecord(path, key, body, told, kept)


class _Framed:
    """A stream of records, one after another."""

    def __init__(self, stream: Bytes, position: int) -> None:
        self._stream, self.position = AtHand(stream), position
        self._held = bytearray()  # grows at its end and shrinks at its front without being copied
        self._searched = position  # no header that begins before ends before it: it need not be looked for there again

    def _more(self, wanted: int) -> bool:
        while len(self._held) < wanted and (data := self._stream.read(CHUNK)):
            self._held += data
        return len(self._held) >= wanted

    def _take(self, count: int) -> bytes:
        given = bytes(self._held[:count])
        del self._held[:count]
        self.position += len(given)
        return given

    def at_end(self) -> bool:
        """Whether nothing is left."""
        return not self._more(1)

    def synchronize(self) -> None:
        """Go from anywhere to where the next record begins: its header is whole, and another record (or the end) follows it
        where it says. What is passed belongs to a record that began before."""
        self._more(CHUNK)
        while self._more(1):
            at = self._held.find(RECORD_END + VERSION)
            self._take(at + len(RECORD_END) if at >= 0 else max(1, len(self._held) - len(RECORD_END + VERSION) + 1))
            if at >= 0 and self._is_record():
                return
            self._more(CHUNK)

    def _is_record(self) -> bool:
        self._more(MOST_HEADER)
        end = self._held.find(RECORD_END, 0, MOST_HEADER)
        length = _length(bytes(self._held[: end + 4])) if end >= 0 else None
        if length is None:
            return False
        past = end + 4 + length
        if length > MOST_CHECKED or not self._more(past + 1):
            return True
        self._more(past + len(RECORD_END + VERSION))
        return (RECORD_END + VERSION).startswith(bytes(self._held[past : past + len(RECORD_END + VERSION)]))

    def before_record(self) -> bytes:
        """What stands before the next record, blanks left out; more than the first 1,000 bytes are passed unseen."""
        stray = b""
        while self._more(len(VERSION)) or self._more(1):
            self._take(len(BLANK.match(self._held)[0]))  # type: ignore[index]  # it matches nothing too
            if self._more(len(VERSION)) and self._held.startswith(VERSION):
                break
            at = self._held.find(b"\n" + VERSION)
            piece = self._take(at + 1 if at >= 0 else max(1, len(self._held) - len(VERSION)))
            stray = stray or piece.strip()[:1000]
        return stray

    def record(self, most: int) -> tuple[bytes, str | None]:
        """The bytes of the record that begins here, and what is wrong with it: None, too_large (more than `most` bytes;
        its header alone is given) or truncated. A record that says it is longer than it is does not swallow the next."""
        self._more(MOST_HEADER)
        end = self._held.find(RECORD_END, max(0, self._searched - self.position), MOST_HEADER)
        if end < 0:
            self._searched = self.position + min(len(self._held), MOST_HEADER) - len(RECORD_END) + 1
            at = self._held.find(b"\n" + VERSION)
            self._take(at + 1 if at >= 0 else MOST_HEADER)
            return b"", "truncated"
        header = self._take(end + 4)
        length = _length(header) or 0
        if len(header) + length > most:
            self._pass(length)
            return _with_length(header, 0), "too_large"
        if not self._more(length) or self._swallows(length):
            self._pass(length)
            return _with_length(header, 0), "truncated"
        return _with_length(header, length) + self._take(length), None

    def _swallows(self, length: int) -> bool:
        """Whether another record begins within the next `length` bytes and none behind them: the length is wrong."""
        self._more(length + len(RECORD_END))
        behind = bytes(self._held[length : length + len(RECORD_END)])
        return not RECORD_END.startswith(behind) and self._held.find(RECORD_END + VERSION, 0, length) >= 0

    def _pass(self, length: int) -> None:
        """Go on by `length` bytes, or to the next record if there is one before."""
        border = RECORD_END + VERSION
        while length > 0 and self._more(1):
            self._more(len(border))
            at = self._held.find(border, 0, length + len(border))
            if at >= 0:
                self._take(at)
                return
            length -= len(self._take(min(length, max(1, len(self._held) - len(border) + 1))))


def _length(header: bytes) -> int | None:
    for line in header.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return int(value)
    return None


def _with_length(header: bytes, length: int) -> bytes:
    """A header that says what follows it: FastWARC sets aside as much memory as a header promises."""
    kept = [line for line in header.split(b"\r\n") if not line.lower().lstrip().startswith(b"content-length")]
    return b"\r\n".join([*kept[:-2], b"Content-Length: %d" % length, b"", b""])
