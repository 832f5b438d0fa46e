"""A file that is one record: an article as text, HTML or whatever `extract` knows."""

from collections.abc import Iterator
from typing import BinaryIO

from ingest.core.config import MB, Settings
from ingest.core.members import Part, reader
from ingest.core.model import End, RawRecord, RecordKey, Reject
from ingest.read.records import shown


def claims(path: str, head: bytes) -> int:
    """Any file, as a last resort."""
    return 1


@reader("whole", claims)
def read(part: Part, stream: BinaryIO, settings: Settings) -> Iterator[RawRecord | Reject | End]:
    """The file's bytes as one record; an empty or too large file is a reject."""
    path, most = part.file.path, int(settings.limits.record_mb * MB)
    body = stream.read(most + 1)
    if len(body) > most:
        message = f"more than limits.record_mb = {settings.limits.record_mb:g} megabytes in one record"
        yield Reject(path, RecordKey(), "read", "too_large", message, shown(body))
    elif not body:
        yield Reject(path, RecordKey(), "read", "empty", "the file has no bytes")
    else:
        yield RawRecord(path, RecordKey(), body)
    yield End(1)
