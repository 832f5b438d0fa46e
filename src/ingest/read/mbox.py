"""mbox: messages one after another, each after a line `From someone day`. Cut by offset: such a line tells by itself."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from ingest.core.config import MB, Settings
from ingest.core.deaths import died
from ingest.core.looks import is_text_name
from ingest.core.members import Part, reader
from ingest.core.model import End, RawRecord, RecordKey, Reject, Skipped
from ingest.read.mail import message_records
from ingest.read.records import shown

FROM = re.compile(rb"From \S{1,300}[ \t].{0,100}\d\d:\d\d.{0,60}\d{4}")
HEADER = re.compile(rb"[!-9;-~]{1,100}[ \t]{0,9}:|[ \t]|>?From ")  # what follows it
# A line that begins a message without headers: its date, day of the week and all, ends it. A sentence may have figures too
DATED = re.compile(
    rb"From .{1,300}\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?[ \t]+(?:[A-Z][a-z]{2}[ \t]+\d\d?|\d\d?[ \t]+[A-Z][a-z]{2}),?[ \t]"
    rb"[\d:A-Z+ \t-]{9,40}\r?\n?\Z"
)
QUOTED = re.compile(rb"(?m)^>(>*From )")
MESSAGE_ID = re.compile(rb"(?im)^message-id:[ \t]*(?:\r?\n[ \t]+)?<([^<>\s]{1,500})>")
CHUNK = 1 << 16


def claims(path: str, head: bytes) -> int:
    """By its name; by content where it starts with such a line, and is not named as text."""
    if path.lower().endswith((".mbox", ".mbx")):
        return 12
    return 16 if not is_text_name(path) and FROM.match(head) else 0


@reader("mbox", claims, cuttable=True, passes=True)
def read(part: Part, stream: BinaryIO, settings: Settings) -> Iterator[RawRecord | Reject | Skipped | End]:
    """The messages that start in the part."""
    path, count, most = part.file.path, 0, int(settings.limits.record_mb * MB)
    for offset, data, large in _messages(part, stream, most):
        if offset < 0:
            key = RecordKey(None, "before", 0)
            message = "bytes before the first line that begins a message"
            given: list[RawRecord | Reject | Skipped] = [
                Reject(path, key, "read", "broken_record", message, shown(data))
            ]
        elif large:
            key = RecordKey(None, f"offset:{offset}", offset)
            message = f"a message of more than limits.record_mb = {settings.limits.record_mb:g}"
            given = [Reject(path, key, "read", "too_large", message)]
        else:
            found = MESSAGE_ID.search(data[:CHUNK].partition(b"\n\n")[0])
            own = found[1].decode("utf-8", "replace") if found else None
            key = RecordKey(own, f"id:{own}" if own else f"offset:{offset}", offset)
            if dead := part.deaths.here():
                given = [Reject(path, key, "read", dead, died(dead, settings.limits), shown(data))]
            else:
                given = message_records(QUOTED.sub(rb"\1", data), path, key)
        yield from given
        count += len(given)
    if count == 0 and part.start == 0:
        count = 1
        yield Reject(path, RecordKey(), "read", "broken_record", "no line that begins a message (From …)")
    yield End(count)


def _messages(part: Part, stream: BinaryIO, most: int) -> Iterator[tuple[int, bytes, bool]]:
    """(offset, message, is it too large) of each; of a larger one nothing more is held than `most` bytes. Offset -1:
    what stands before the first."""
    position, begin, size = part.start, -1, 0
    held: list[bytes] = []
    if part.start:
        stream.seek(part.start - 1)
        position = part.start - 1
        while piece := stream.readline(CHUNK):  # to the first line that starts here
            position += len(piece)
            if piece.endswith(b"\n"):
                break
    ahead: bytes | None = None
    ended = True  # the line before; a piece of a longer one tells nothing
    while True:
        line, ahead = stream.readline(CHUNK) if ahead is None else ahead, None
        fresh = not line
        begins, ended = ended, line.endswith(b"\n")
        if begins and FROM.match(line):  # a sentence may begin so too
            ahead = stream.readline(CHUNK)
            fresh = (HEADER if ahead.strip() else DATED).match(ahead if ahead.strip() else line) is not None
        if fresh and (begin >= 0 or (line and part.start == 0 and b"".join(held).strip())):
            yield begin, b"".join(held), size > most
            begin = -1
        if not line or (fresh and part.end is not None and position >= part.end):
            return
        if fresh:
            begin, held, size = position, [], 0
        elif begin >= 0 or part.start == 0:
            size += len(line)
            if size <= most:
                held.append(line)
        position += len(line)
