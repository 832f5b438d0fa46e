"""One file, compressed: .gz, .bz2, .xz, .zst. What it holds is read as if it lay there unpacked."""

import bz2
import lzma
import zlib
from collections.abc import Callable, Generator, Iterator
from typing import Any, BinaryIO

from ingest.core.config import Settings
from ingest.core.members import Part, reader
from ingest.core.model import End, RawRecord, RecordKey, Reject, Skipped
from ingest.read.again import again
from ingest.read.choosing import unpacked_name
from ingest.read.nest import Given, Nest, ended, inside, metered, nest_of
from ingest.read.transcoded import AtHand, Bytes

ZSTD_WINDOW_LOG = 27  # 128 MB; what `zstd --long` asks for at most by default
CHUNK = 1 << 14  # what follows a frame is copied once for each frame in it
XZ_MEMORY = 1 << 28  # bytes; xz -9 needs 65 MB to unpack


class _Frames:
    """Frames after one another, read with a bound on memory, and a complaint where the last one breaks off. `strays`:
    whether bytes follow that are no frame; they are passed."""

    def __init__(self, stream: Bytes, fresh: Callable[[], Any], magics: tuple[bytes, ...]) -> None:
        self._stream, self._fresh, self._magics = stream, fresh, magics
        self._unpacker = fresh()
        self.strays = False

    def read(self, size: int) -> bytes:
        """At most `size` bytes; b"" at the end. Raises EOFError, and what the unpacker raises."""
        while not self.strays:
            data = b""
            if self._unpacker.eof:
                data = self._unpacker.unused_data.lstrip(b"\0")
                while len(data) < LONGEST and (more := self._stream.read(CHUNK)):
                    data = (data + more).lstrip(b"\0")
                if not data:
                    return b""
                if not data.startswith(self._magics):
                    self.strays = True
                    break
                self._unpacker = self._fresh()
            elif self._unpacker.needs_input:
                data = self._stream.read(CHUNK)
                if not data:
                    raise EOFError("it breaks off")
            out: bytes = self._unpacker.decompress(data, size)
            if out:
                return out
        return b""


class _Gzip:
    """zlib's unpacker of one gzip member, as those of the other formats are."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(31)

    @property
    def eof(self) -> bool:
        """Whether the member's end, and its right checksum, were read."""
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        """What follows the member."""
        return self._inner.unused_data

    @property
    def needs_input(self) -> bool:
        """Whether nothing that was fed waits."""
        return not self._inner.unconsumed_tail

    def decompress(self, data: bytes, size: int) -> bytes:
        """At most `size` bytes. Raises zlib.error."""
        return self._inner.decompress(self._inner.unconsumed_tail + data, size)


def _xz() -> Any:
    return lzma.LZMADecompressor(memlimit=XZ_MEMORY)


def _zstd() -> Any:
    from backports import zstd  # the standard library's own from Python 3.14 on

    return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: ZSTD_WINDOW_LOG})


def _zstd_fault() -> type[Exception]:
    from backports import zstd

    return zstd.ZstdError


GZIP, BZIP2, XZ, ZSTD = b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd"
SKIPPABLE = tuple(bytes([0x50 + i]) + b"\x2a\x4d\x18" for i in range(16))  # zstd frames that hold no data (RFC 8878)
LONGEST = 6  # bytes of the longest of these
FORMATS: tuple[tuple[tuple[bytes, ...], Callable[[], Any], Callable[[], tuple[type[Exception], ...]]], ...] = (
    ((GZIP,), _Gzip, lambda: (zlib.error,)),
    ((BZIP2,), bz2.BZ2Decompressor, lambda: (OSError, ValueError)),
    ((XZ,), _xz, lambda: (lzma.LZMAError,)),
    ((ZSTD, *SKIPPABLE), _zstd, lambda: (_zstd_fault(),)),
)


def claims(path: str, head: bytes) -> int:
    """By magic bytes; `BZh` is also how a text may begin, so its fourth byte must be a digit and the block's mark follow."""
    if head.startswith(BZIP2):
        return 20 if head[3:4].isdigit() and head[4:10] in (b"1AY&SY", b"\x17rE8P\x90") else 0
    return 20 if any(head.startswith(magics) for magics, _, _ in FORMATS) else 0


@reader("compressed", claims, passes=True)
def read(part: Part, stream: BinaryIO, settings: Settings) -> Iterator[RawRecord | Reject | Skipped | End]:
    """What the file holds, read by whichever reader claims it."""
    yield from ended(part, _held(part, stream, settings), settings)


def _held(part: Part, stream: BinaryIO, settings: Settings) -> Generator[Given, None, bool]:
    outer = nest_of(part)
    magic = stream.read(LONGEST + 2)
    magics, fresh, faults = next(f for f in FORMATS if magic.startswith(f[0]))
    nest = Nest(unpacked_name(outer.name), outer.depth + 1, outer.budget)
    frames = _Frames(AtHand(again(magic, stream)), fresh, magics)
    unpacked = metered(frames, nest.budget, settings, *faults())
    complete = yield from inside(part, unpacked, nest, settings)
    if frames.strays:
        yield Reject(
            part.file.path, RecordKey(None, "strays"), "read", "broken_record", f"{outer.name}: bytes after its end"
        )
    return complete
