"""Containers within containers: what lies in an archive or a compressed file is read by whichever reader claims it.

Rule 1: all that one raw file unpacks to is counted together, whatever the nesting, against limits.unpacked_mb and
        limits.ratio; past them nothing more is unpacked (reject `bomb`), and what was read before stands.
Rule 2: levels are counted; past limits.nesting a container is one reject (`too_deep`), its neighbours are read.
Rule 3: an inner reader is held to its own count of records, as an outer one is by the batch.
Rule 4: what readings died on is passed over (`core/deaths.py`): what lies in the container, if they died before its first
        record; what is left of it, if they died there again. Its own reader, if it passes over things, is asked first.
Rule 5: a name inside an archive is only ever text in a table: no file of that name is made or looked for.
"""

import io
import itertools
import tarfile
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace

from ingest.core.config import MB, Settings
from ingest.core.deaths import died
from ingest.core.errors import AccountingError
from ingest.core.members import Part
from ingest.core.model import End, RawRecord, RecordKey, Reject, Skipped
from ingest.read.choosing import HEAD_BYTES, choose
from ingest.read.transcoded import Bytes

Given = RawRecord | Reject | Skipped
BUFFER = 1 << 16
ENDS = (EOFError, tarfile.ReadError)  # faults that mean: it breaks off
MEMBER_CHARS = 1000  # of a member's path that are kept; no file system makes longer ones


class BombError(Exception):
    """The raw file unpacks to more than the limits allow; nothing more of it is unpacked."""


class BrokenError(Exception):
    """A container breaks off (`truncated`) or its bytes contradict themselves (`broken_record`)."""

    def __init__(self, message: str, reason: str = "truncated") -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(slots=True)
class Budget:
    """What a raw file has unpacked to so far, in bytes."""

    packed_bytes: int
    spent: int = 0

    def spend(self, count: int, settings: Settings) -> None:
        """Count bytes. Raises BombError when they are too many."""
        self.spent += count
        limits = settings.limits
        if self.spent > limits.unpacked_mb * MB:
            raise BombError(f"unpacks to more than limits.unpacked_mb = {limits.unpacked_mb:g}")
        most = max(limits.ratio_free_mb * MB, limits.ratio * self.packed_bytes)
        if self.spent > most:
            raise BombError(f"unpacks to more than limits.ratio = {limits.ratio:g} times its {self.packed_bytes} bytes")


@dataclass(frozen=True, slots=True)
class Nest:
    """Where a part lies inside other containers: how deep, by what name, and the budget they share."""

    name: str
    depth: int = 0
    budget: Budget = field(default_factory=lambda: Budget(0))


def nest_of(part: Part) -> Nest:
    """The part's nest; a fresh one for a raw file."""
    return part.nest or Nest(part.file.path, 0, Budget(part.file.size_bytes))


class Metered(io.RawIOBase):
    """A stream whose bytes are counted against the budget; trouble of a decompressor is raised as BrokenError, when the
    bytes before it have been given."""

    def __init__(
        self, inner: Bytes, budget: Budget | None, settings: Settings, faults: tuple[type[Exception], ...]
    ) -> None:
        super().__init__()
        self._inner, self._budget, self._settings, self._faults = inner, budget, settings, faults
        self._broken: BrokenError | None = None

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, into: "memoryview[int]") -> int:  # type: ignore[override]  # any writable buffer
        """Fill `into` as far as there are bytes."""
        wanted, got = len(into), 0
        while got < wanted and self._broken is None:
            try:
                data = self._inner.read(wanted - got)
            except BrokenError as e:  # of what this lies in
                self._broken = e
                break
            except self._faults as e:
                if isinstance(e, OSError) and e.errno:
                    raise  # the disk's own trouble
                what = f"{type(e).__name__}: {e}" if str(e) else type(e).__name__
                self._broken = BrokenError(what, "truncated" if isinstance(e, ENDS) else "broken_record")
                break
            if not data:
                break
            into[got : got + len(data)] = data
            got += len(data)
        if self._broken is not None and not got:
            raise self._broken
        if self._budget is not None:
            self._budget.spend(got, self._settings)
        return got


def metered(inner: Bytes, budget: Budget | None, settings: Settings, *faults: type[Exception]) -> io.BufferedReader:
    """`inner`, counted (budget None: not) and buffered. `faults`: what it raises for bytes that make no sense."""
    return io.BufferedReader(Metered(inner, budget, settings, (*faults, EOFError)), BUFFER)


def inside(
    part: Part, stream: io.BufferedReader, nest: Nest, settings: Settings, member: str | None = None, offset: int = 0
) -> Generator[Given, None, bool]:
    """Read a stream that lies in a container; yields its records, returns whether it was read to its end.

    `member` is its path in an archive and `offset` where it starts there: they become part of its records' keys. None:
    the container holds this alone (a compressed file), and keys stay as they are.
    """
    try:
        if nest.depth > settings.limits.nesting:
            message = f"{nest.name}: containers nested more than limits.nesting = {settings.limits.nesting} levels deep"
            yield _placed(Reject(part.file.path, RecordKey(), "read", "too_deep", message), member, offset)
            return True
        reader = choose(nest.name, stream.peek(HEAD_BYTES)[:HEAD_BYTES])
        if reader is None:
            message = f"{nest.name}: no reader takes this kind of file"
            yield _placed(Reject(part.file.path, RecordKey(), "read", "unsupported", message), member, offset)
            return True
        reading = reader.read(replace(part, start=0, end=None, nest=nest), stream, settings)
        for count in itertools.count():
            if dead := part.deaths.here(1 + reader.passes + (count > 0)):
                message = f"{nest.name}: {died(dead, settings.limits)}"
                yield _placed(Reject(part.file.path, RecordKey(), "read", dead, message), member, offset)
                return True
            given = next(reading, None)
            if given is None:
                break
            if isinstance(given, End):
                if given.records != count:
                    raise AccountingError(f"{nest.name}: reader {reader.name!r} yielded {count}, says {given.records}")
                return given.complete
            yield _placed(given, member, offset)
    except BrokenError as e:
        yield _placed(Reject(part.file.path, RecordKey(), "read", e.reason, f"{nest.name}: {e}"), member, offset)
        return False
    raise AccountingError(f"{nest.name}: reader {reader.name!r} never said it was done")


def _placed(given: Given, member: str | None, offset: int) -> Given:
    """The record with its place in the archive in its key."""
    if member is None or isinstance(given, Skipped):
        return given
    key = given.key
    inner = f"{member}/{key.member}" if key.member else member
    where = key.offset if key.offset is not None else offset
    return replace(given, key=RecordKey(key.record_id, f"member:{member}\n{key.value}", where, inner[:MEMBER_CHARS]))


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a reader came: as its `End` tells it."""

    complete: bool
    first: int | None = None
    after: int | None = None


def ended(part: Part, given: Generator[Given, None, "bool | Reach"], settings: Settings) -> Iterator[Given | End]:
    """What a container's reader yields, with its End; the outermost container says when it was a bomb, or held too many
    records."""
    path, count, reach = part.file.path, 0, Reach(True)
    try:
        while True:
            try:
                record = next(given)
            except StopIteration as done:
                reach = done.value if isinstance(done.value, Reach) else Reach(done.value)
                break
            count += 1
            yield record
            if part.nest is None and count >= settings.limits.records:
                message = f"limits.records allows {settings.limits.records}; what follows was not read"
                yield Reject(path, RecordKey(None, "rest", 0), "read", "too_many_records", message)
                count, reach = count + 1, Reach(False)
                break
    except BombError as e:
        if part.nest is not None:
            raise
        yield Reject(path, RecordKey(None, "rest", 0), "read", "bomb", str(e))
        count, reach = count + 1, Reach(False)
    if count == 0 and part.nest is None and part.is_whole:
        count = 1
        yield Reject(path, RecordKey(), "read", "empty", "a container with nothing in it")
    yield End(count, reach.complete, reach.first, reach.after)
