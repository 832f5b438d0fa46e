"""The gzip members of a .warc.gz, each with its offset: records are compressed one by one, so that they can be found.

A damaged member costs itself alone: the next place is looked for where a member begins with a WARC record.
"""

import zlib
from collections import deque
from collections.abc import Iterator

from ingest.core.config import Settings
from ingest.read.nest import BrokenError, Budget
from ingest.read.transcoded import Bytes

MAGIC = b"\x1f\x8b\x08"
CHUNK = 1 << 14  # bytes fed to the decompressor at once
AGAIN = 1 << 20  # bytes fed to it since a member began that are searched again after damage, which may show late
LOOK = 256  # bytes of a member that are unpacked to see whether a record begins there
GZIP = 31  # zlib's window bits for a gzip header


def begins_record(data: bytes) -> bool:
    """Whether bytes begin with a gzip member that begins with a WARC record."""
    if not data.startswith(MAGIC):
        return False
    try:
        return zlib.decompressobj(GZIP).decompress(data[:4096], LOOK).startswith(b"WARC/")
    except zlib.error:
        return False


class Member:
    """What one member unpacks to, as a stream. Reading raises BrokenError for damage and BombError past the limits."""

    def __init__(self, members: "Members", at: int) -> None:
        self._members, self.at = members, at
        self._unpacker = zlib.decompressobj(GZIP)
        self.done = False

    def read(self, size: int) -> bytes:
        """At most `size` bytes; b"" at the end."""
        while not self.done:
            fed = self._unpacker.unconsumed_tail or self._members.next_chunk()
            if not fed:
                self.done = True
                self._members.damaged()  # it may have swallowed others
                raise BrokenError("the file breaks off within a record")
            try:
                out = self._unpacker.decompress(fed, size)
            except zlib.error as e:
                self.done = True
                self._members.damaged()
                raise BrokenError(f"a damaged gzip member: {e}") from e
            if self._unpacker.eof:
                self.done = True
                self._members.give_back(self._unpacker.unused_data)
            if out:
                self._members.budget.spend(len(out), self._members.settings)
                return out
        return b""


class Members:
    """The members of a stream of them; `position` is the offset of the next byte that is not used yet."""

    def __init__(self, stream: Bytes, start: int, budget: Budget, settings: Settings) -> None:
        self._stream, self.budget, self.settings = stream, budget, settings
        self._held = bytearray()  # grows at its end and shrinks at its front without being copied
        self._fed: deque[bytes] = deque()  # since the member began
        self._known = start > 0  # what is passed now is somebody's already: a record of the part before, or told damage
        self.position = start
        self.stray: int | None = None  # offset of bytes that were passed and are no record

    def next_chunk(self) -> bytes:
        """The next bytes, which then count as used."""
        chunk = bytes(self._held[:CHUNK]) or self._stream.read(CHUNK)
        del self._held[:CHUNK]
        self.position += len(chunk)
        self._fed.append(chunk)
        if len(self._fed) > AGAIN // CHUNK:
            self._fed.popleft()
        return chunk

    def give_back(self, rest: bytes) -> None:
        """Bytes that were handed out and belong to what follows."""
        self._held[:0] = rest
        self.position -= len(rest)

    def damaged(self) -> None:
        """What was handed out since the member began is looked through again, but for its first byte."""
        self.give_back(b"".join(self._fed)[1:])
        self._known = True

    def __iter__(self) -> Iterator[Member]:
        """Every member that begins with a record, in order; what lies between is passed."""
        while self._find():
            self._fed.clear()
            member = Member(self, self.position)
            yield member
            while not member.done:  # what nobody read of it
                try:
                    member.read(CHUNK)
                except BrokenError:
                    break

    def _more(self, wanted: int) -> bool:
        """Hold at least `wanted` bytes, if there are as many; whether there are any."""
        while len(self._held) < wanted and (data := self._stream.read(CHUNK)):
            self._held += data
        return bool(self._held)

    def _find(self) -> bool:
        """Go to the next member that begins with a record."""
        while self._more(4096):
            at = self._held.find(MAGIC)
            self._pass(at if at >= 0 else max(1, len(self._held) - len(MAGIC) + 1))
            if at >= 0:
                self._more(4096)
                if begins_record(bytes(self._held[:4096])):
                    self._known = False
                    return True
                self._pass(1)
        return False

    def _pass(self, count: int) -> None:
        if not self._known and self.stray is None and self._held[:count].strip(b"\0"):
            self.stray = self.position
        del self._held[:count]
        self.position += count
