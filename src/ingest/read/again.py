"""A stream whose first bytes were read already and are read again: what lies in a container cannot be sought."""

import io
from typing import BinaryIO

from ingest.read.nest import BrokenError
from ingest.read.transcoded import AtHand


def sampled(stream: BinaryIO, size: int) -> bytes:
    """The first `size` bytes of a stream, fewer where it ends before, or is damaged: whoever reads on is told."""
    at_hand, out = AtHand(stream), bytearray()
    try:
        while len(out) < size and (data := at_hand.read(size - len(out))):
            out += data
    except BrokenError:
        if not out:
            raise
    return bytes(out)


def again(head: bytes, stream: BinaryIO) -> io.BufferedReader:
    """A stream that gives `head`, the bytes read already, and then what `stream` still holds."""
    return io.BufferedReader(_Again(head, stream))


class _Again(io.RawIOBase):
    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        super().__init__()
        self._head, self._stream = io.BytesIO(head), AtHand(stream)

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, into: "memoryview[int]") -> int:  # type: ignore[override]  # any writable buffer
        """As any raw stream's."""
        data = self._head.read(len(into)) or self._stream.read(len(into))
        into[: len(data)] = data
        return len(data)
