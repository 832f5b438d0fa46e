"""A .tar archive, read as a stream: each file in it is read by whichever reader claims it."""

import tarfile
from collections.abc import Generator, Iterator
from typing import Any, BinaryIO, cast

from ingest.core.config import Settings
from ingest.core.members import Part, reader
from ingest.core.model import End, RawRecord, RecordKey, Reject, Skipped
from ingest.read.nest import BrokenError, Given, Nest, ended, inside, metered, nest_of
from ingest.read.transcoded import AtHand
from ingest.read.zip_archive import hidden

MAGIC, MAGIC_AT = b"ustar", 257


class _Header(tarfile.TarInfo):
    """A member's header. tarfile stops in silence at one it cannot read; here it says so."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Any:
        """Raises BrokenError for a header that is no header."""
        if len(buf) < tarfile.BLOCKSIZE and not buf.strip(b"\0"):
            raise tarfile.EmptyHeaderError("the padding of its end breaks off")  # type: ignore[attr-defined]  # not in the stubs
        try:
            return super().frombuf(buf, encoding, errors)
        except (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError) as e:  # type: ignore[attr-defined]  # not in the stubs
            raise BrokenError(f"a member's header cannot be read: {e}") from e


def claims(path: str, head: bytes) -> int:
    """By the magic bytes at 257; older ones, which have none, by their name and the NULs of a header."""
    if head[MAGIC_AT : MAGIC_AT + 5] == MAGIC:
        return 20
    return 10 if path.lower().endswith(".tar") and b"\x00" in head[:512] else 0


@reader("tar-archive", claims, passes=True)
def read(part: Part, stream: BinaryIO, settings: Settings) -> Iterator[RawRecord | Reject | Skipped | End]:
    """The records of all members."""
    yield from ended(part, _members(part, stream, settings), settings)


def _members(part: Part, stream: BinaryIO, settings: Settings) -> Generator[Given, None, bool]:
    path, complete, outer = part.file.path, True, nest_of(part)
    try:
        # ignore_zeros: archives are put together by `cat` too, and what follows an end is not to be lost
        with tarfile.open(
            fileobj=cast(BinaryIO, AtHand(stream)), mode="r|", tarinfo=_Header, errorlevel=2, ignore_zeros=True
        ) as archive:
            for info in archive:
                archive.members.clear()  # type: ignore[attr-defined]  # it would keep every header it has seen
                complete = (yield from _member(part, outer, (archive, info), settings)) and complete
    except (tarfile.TarError, ValueError, EOFError, BrokenError) as e:
        if complete:  # else a member broke off and has said so
            yield Reject(path, RecordKey(None, "rest", 0), "read", "truncated", f"not a whole tar archive: {e}")
        return False
    return complete


def _member(
    part: Part, outer: Nest, found: tuple[tarfile.TarFile, tarfile.TarInfo], settings: Settings
) -> Generator[Given, None, bool]:
    archive, info = found
    name, offset = info.name.encode("utf-8", "replace").decode("utf-8"), info.offset_data
    key = RecordKey(None, f"member:{name}\n", offset, name)
    if info.isdir():
        return True
    if hidden(name):
        yield Skipped("hidden")
        return True
    if not info.isreg():
        reason = "symlink" if info.issym() or info.islnk() else "special_file"
        yield Reject(part.file.path, key, "read", reason, f"{name}: not a file of its own")
        return True
    stream = archive.extractfile(info)
    assert stream is not None  # it is a regular file
    nest = Nest(name, outer.depth + 1, outer.budget)
    budget = outer.budget if info.issparse() else None  # what is not sparse takes as many bytes here as it unpacks to
    unpacked = metered(stream, budget, settings, tarfile.TarError)
    return (yield from inside(part, unpacked, nest, settings, name, offset))
