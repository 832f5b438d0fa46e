"""A .zip archive: each file in it is read by whichever reader claims it. Cut by where its members start.

Office documents and EPUBs are zip files too; they are one document each, and no archive.
"""

import stat
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO

from ingest.core.config import Settings
from ingest.core.members import Part, reader
from ingest.core.model import End, RawRecord, RecordKey, Reject, Skipped
from ingest.read.nest import BrokenError, Given, Nest, ended, inside, metered, nest_of

MAGIC, EMPTY = b"PK\x03\x04", b"PK\x05\x06"
DOCUMENTS = (".docx", ".epub", ".odt", ".xlsx", ".pptx", ".ods", ".odp")
FIRST_NAMES = (b"mimetype", b"[Content_Types].xml", b"_rels/", b"docProps/")  # of the first member of a document
SPOOL = 1 << 24  # bytes of an archive within another that are held in memory; the rest goes to an unnamed file
FAULTS = (zipfile.BadZipFile, zlib.error, OSError, ValueError)
LOCKED = 0x1  # flag bit of an encrypted member (PKWARE APPNOTE 4.4.4)


def claims(path: str, head: bytes) -> int:
    """By magic bytes, unless the first member says that it is a document."""
    if head.startswith(EMPTY):
        return 20
    first = head[30:60]
    named = path.lower().endswith(DOCUMENTS)
    return 20 if head.startswith(MAGIC) and not first.startswith(FIRST_NAMES) and not named else 0


@reader("zip-archive", claims, cuttable=True, passes=True)
def read(part: Part, stream: BinaryIO, settings: Settings) -> Iterator[RawRecord | Reject | Skipped | End]:
    """The records of all members that start in the part."""
    yield from ended(part, _members(part, stream, settings), settings)


def _members(part: Part, stream: BinaryIO, settings: Settings) -> Generator[Given, None, bool]:
    if part.nest is None:
        return (yield from _archived(part, stream, settings))
    with _seekable(stream) as spool:
        return (yield from _archived(part, spool, settings))


def _archived(part: Part, stream: IO[bytes], settings: Settings) -> Generator[Given, None, bool]:
    path, complete, outer = part.file.path, True, nest_of(part)
    begin = part.start or -sys.maxsize  # a damaged directory says any place
    end = sys.maxsize if part.end is None or part.is_last else part.end
    try:
        archive = zipfile.ZipFile(stream)
    except (*FAULTS, NotImplementedError) as e:
        if part.start == 0:
            yield Reject(path, RecordKey(None, "", 0), "read", "truncated", f"not a whole zip archive: {e}")
        return False
    with archive:
        for info in sorted(archive.infolist(), key=lambda i: i.header_offset):
            here = begin <= info.header_offset < end
            if here and not (info.filename and info.is_dir()):
                complete = (yield from _member(part, outer, (archive, info), settings)) and complete
    return complete


def _member(
    part: Part, outer: Nest, found: tuple[zipfile.ZipFile, zipfile.ZipInfo], settings: Settings
) -> Generator[Given, None, bool]:
    archive, info = found
    name, offset = info.filename, info.header_offset
    key = RecordKey(None, f"member:{name}\n", offset, name)
    if hidden(name):
        yield Skipped("hidden")
        return True
    if info.flag_bits & LOCKED:
        yield Reject(part.file.path, key, "read", "locked", f"{name}: encrypted")
        return True
    if stat.S_ISLNK(info.external_attr >> 16):
        yield Reject(part.file.path, key, "read", "symlink", f"{name}: a link")
        return True
    try:
        stream: IO[bytes] = archive.open(info)
    except NotImplementedError as e:
        yield Reject(part.file.path, key, "read", "unsupported", f"{name}: {e}")
        return True
    except FAULTS as e:
        yield Reject(part.file.path, key, "read", "truncated", f"{name}: {e}")
        return False
    with stream:
        nest = Nest(name, outer.depth + 1, outer.budget)
        unpacked = metered(stream, outer.budget, settings, *FAULTS)
        return (yield from inside(part, unpacked, nest, settings, name, offset))


def hidden(name: str) -> bool:
    """Names that nobody means to hand over: hidden ones, and what macOS adds."""
    return name.startswith("__MACOSX/") or any(piece.startswith(".") and piece.strip(".") for piece in name.split("/"))


@contextmanager
def _seekable(stream: BinaryIO) -> Iterator[IO[bytes]]:
    """An archive that lies in another one, where it can be gone to and fro in. Raises BrokenError, BombError."""
    with tempfile.SpooledTemporaryFile(SPOOL) as spool:
        while data := stream.read(1 << 16):
            spool.write(data)
        spool.seek(0)
        if not spool.read(1):
            raise BrokenError("an archive without a byte")
        spool.seek(0)
        yield spool
