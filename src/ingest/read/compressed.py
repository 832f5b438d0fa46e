"""One file, compressed: .gz, .bz2, .xz, .zst. What it holds is read as if it lay there unpacked."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from ingest.core.config import Settings
from ingest.core.members import Part, reader
from ingest.core.model import End, RawRecord, Reject, Skipped
from ingest.read.again import again
from ingest.read.choosing import unpacked_name
from ingest.read.nest import Nest, ended, inside, metered, nest_of

ZSTD_WINDOW_LOG = 27  # 128 MB; what `zstd --long` asks for at most by default
XZ_MEMORY = 1 << 28  # bytes; xz -9 needs 65 MB to unpack


class _Frames:
    """.xz and .zst: frames after one another, read with a bound on memory, and a complaint where the last one breaks off."""

    def __init__(self, stream: BinaryIO, fresh: Callable[[], Any]) -> None:
        self._stream, self._fresh, self._unpacker = stream, fresh, fresh()

    def read(self, size: int) -> bytes:
        """At most `size` bytes; b"" at the end. Raises EOFError, and what the unpacker raises."""
        while True:
            data = b""
            if self._unpacker.eof:
                data = self._unpacker.unused_data.lstrip(b"\0") or self._stream.read(1 << 16)
                if not data.strip(b"\0"):
                    return b""
                self._unpacker = self._fresh()
            elif self._unpacker.needs_input:
                data = self._stream.read(1 << 16)
                if not data:
                    raise EOFError("it breaks off")
            out: bytes = self._unpacker.decompress(data, size)
            if out:
                return out


def _xz() -> Any:
    return lzma.LZMADecompressor(memlimit=XZ_MEMORY)


def _zstd() -> Any:
    from backports import zstd  # the standard library's own from Python 3.14 on

    return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: ZSTD_WINDOW_LOG})


def _zstd_fault() -> type[Exception]:
    from backports import zstd

    return zstd.ZstdError


FORMATS: tuple[tuple[bytes, Callable[[BinaryIO], Any], Callable[[], tuple[type[Exception], ...]]], ...] = (
    (b"\x1f\x8b\x08", lambda s: gzip.GzipFile(fileobj=s), lambda: (zlib.error, OSError)),
    (b"BZh", bz2.BZ2File, lambda: (OSError, ValueError)),
    (b"\xfd7zXZ\x00", lambda s: _Frames(s, _xz), lambda: (lzma.LZMAError,)),
    (b"\x28\xb5\x2f\xfd", lambda s: _Frames(s, _zstd), lambda: (_zstd_fault(),)),
)


def claims(path: str, head: bytes) -> int:
    """By magic bytes; `BZh` is also how a text may begin, so its fourth byte must be a digit and the block's mark follow."""
    if head.startswith(b"BZh"):
        return 20 if head[3:4].isdigit() and head[4:10] in (b"1AY&SY", b"\x17rE8P\x90") else 0
    return 20 if head.startswith(tuple(magic for magic, _, _ in FORMATS)) else 0


@reader("compressed", claims)
def read(part: Part, stream: BinaryIO, settings: Settings) -> Iterator[RawRecord | Reject | Skipped | End]:
    """What the file holds, read by whichever reader claims it."""
    outer = nest_of(part)
    magic = stream.read(8)
    _, opened, faults = next(f for f in FORMATS if magic.startswith(f[0]))
    nest = Nest(unpacked_name(outer.name), outer.depth + 1, outer.budget)
    unpacked = metered(opened(again(magic, stream)), nest.budget, settings, *faults())
    yield from ended(part, inside(part, unpacked, nest, settings), settings)
