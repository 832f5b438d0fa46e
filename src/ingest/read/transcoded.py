"""A stream in any encoding as UTF-8, for formats whose readers know nothing else."""

import codecs
import io
from collections.abc import Iterator
from typing import Protocol

CHUNK = 1 << 16


class Bytes(Protocol):
    """A stream, as far as it is needed to go through it once."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; b"" at the end."""


class AtHand:
    """A stream whose reads give what is at hand. One that is buffered would read on for all that was asked for, and if
    damage follows lose what stands before it."""

    def __init__(self, inner: Bytes) -> None:
        self._read = getattr(inner, "read1", inner.read)

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; b"" at the end."""
        given: bytes = self._read(size)
        return given


def pieces(head: bytes, stream: Bytes, encoding: str) -> Iterator[str]:
    """The text of `head`, the bytes read already, and of what `stream` still holds, without a byte-order mark; what cannot
    be decoded is U+FFFD."""
    decoder, first = codecs.getincrementaldecoder(encoding)("replace"), True
    while True:
        data = head[:CHUNK] or stream.read(CHUNK)
        head = head[CHUNK:]
        text = decoder.decode(data, final=not data)
        if text:
            yield text.removeprefix("\ufeff") if first else text
            first = False
        if not data:
            return


class Transcoded(io.RawIOBase):
    """Pieces of text as a stream of UTF-8."""

    def __init__(self, texts: Iterator[str]) -> None:
        super().__init__()
        self._texts, self._held = texts, b""

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes (-1: as many as are at hand); b"" at the end."""
        while not self._held:
            text = next(self._texts, None)
            if text is None:
                return b""
            self._held = text.encode("utf-8", "replace")
        given = self._held if size < 0 else self._held[:size]
        self._held = self._held[len(given) :]
        return given
