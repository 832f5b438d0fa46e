"""JSON lines: one record a line, `text` (or `html`) its body, `id` its own id, other known names its facts.

The file can be cut: a part yields the lines that start in it. Lines are read one at a time; of a line longer than
limits.record_mb nothing is held.
"""

import codecs
import hashlib
import re
import sys
from collections.abc import Iterator
from typing import BinaryIO

from ingest.core.config import MB, Settings
from ingest.core.decoding import regular_nuls
from ingest.core.members import Part, reader
from ingest.core.model import End, RawRecord, RecordKey, Reject
from ingest.read.records import json_record, shown

BOM = b"\xef\xbb\xbf"
CHUNK = 1 << 20


NAMES = (".jsonl", ".ndjson")
NOT_LINES = re.compile(rb"\s*(?:\[|\{[ \t]*\r?\n)")  # an array, or an object over several lines


def claims(path: str, head: bytes) -> int:
    """By its name: .jsonl or .ndjson; not where lines of bytes are no records (json-values takes those)."""
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or regular_nuls(head)
    return 10 if path.lower().endswith(NAMES) and not wide and not NOT_LINES.match(head.removeprefix(BOM)) else 0


def lines(part: Part, stream: BinaryIO, most: int) -> Iterator[tuple[int, bytes, bool]]:
    """(offset, line without its end, is it longer than `most` bytes) of every line that starts in the part and is
    not blank. Of a longer line the first `most` bytes are given."""
    offset, end = part.start, part.end if part.end is not None else sys.maxsize
    if offset:
        stream.seek(offset - 1)
        while True:  # to the first line that starts here: the one before may reach in
            piece = stream.readline(CHUNK)
            offset += len(piece)
            if not piece or piece.endswith(b"\n"):
                break
        offset -= 1
    while offset < end:
        line = stream.readline(most + 2)
        if not line:
            return
        size, long = len(line), len(line) > most and not line.endswith(b"\n")
        while long and not (piece := stream.readline(CHUNK)).endswith(b"\n") and piece:
            size += len(piece)
        size += len(piece) if long else 0
        start, offset = offset, offset + size
        line = line.rstrip(b"\r\n")
        if start == 0:
            line = line.removeprefix(BOM)
        if line.strip():
            yield start, line[:most], long or len(line) > most


def witness(part: Part, stream: BinaryIO) -> int:
    """Lines that start in the part and are not blank, counted in blocks: another way than `lines` goes."""
    end = part.end if part.end is not None else sys.maxsize
    position = max(0, part.start - 1)
    stream.seek(position)
    count, filled, counting = 0, False, part.start == 0
    while block := stream.read(CHUNK):
        for number, piece in enumerate(block.split(b"\n")):
            if number:  # a newline stood before this piece
                count += filled and counting
                position += 1
                filled = False
                if position >= end:
                    return count
                counting = counting or position >= part.start
            if position == 0:
                piece, position = piece.removeprefix(BOM), len(BOM) if piece.startswith(BOM) else 0
            filled = filled or bool(piece.strip())
            position += len(piece)
    return count + (filled and counting)


@reader("jsonl", claims, cuttable=True, witness=witness)
def read(part: Part, stream: BinaryIO, settings: Settings) -> Iterator[RawRecord | Reject | End]:
    """One record a line; a line that is no record is one reject."""
    limits, path = settings.limits, part.file.path
    most, count = int(limits.record_mb * MB), 0
    for offset, line, long in lines(part, stream, most):
        count += 1
        if count > limits.records:
            key = RecordKey(None, "", offset)
            yield Reject(
                path, key, "read", "too_many_records", f"limits.records allows {limits.records}; the rest was not read"
            )
            yield End(count, complete=False)
            return
        if long:
            key = RecordKey(None, f"offset:{offset}", offset)
            yield Reject(
                path, key, "read", "too_large", f"a line of more than limits.record_mb = {most} bytes", shown(line)
            )
        else:
            key = RecordKey(None, f"sha256:{hashlib.sha256(line).hexdigest()}", offset)
            record = line.strip().removeprefix(BOM).removesuffix(b",")  # files are put together, their marks and all
            yield json_record(record, path, key, "a line of JSON", settings)
    if count == 0 and part.is_whole:
        yield Reject(path, RecordKey(), "read", "empty", "there is no line in the file")
        yield End(1, complete=False)
        return
    yield End(count)
