"""One batch, in a worker: read … enrich each record of its items, and stage a shard.

Every record that begins is reported to a `Progress` first, so that whoever watches the worker knows what it died on;
the batch is then run again with that record (or place in a file) in `poison`, which becomes its reject. This file
holds the one broad `except` of the house: the door behind which one record's work is isolated from the rest.
"""

import hashlib
import io
import time
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from ingest import discover
from ingest.core.config import MB
from ingest.core.deaths import TRIES, Deaths, died
from ingest.core.errors import REASONS, AccountingError
from ingest.core.members import Reader
from ingest.core.model import EMPTY, End, Hint, RawRecord, RecordKey, Reject, Skipped
from ingest.core.paths import locate
from ingest.core.tally import Tally
from ingest.dedupe import Sign
from ingest.pipeline import shards
from ingest.pipeline.order import Stages, prepare, process
from ingest.pipeline.plan import Batch, Item
from ingest.pipeline.rows import reject_row, rows_of, sample_of
from ingest.pipeline.shards import ItemResult, ShardWriter, Staged
from ingest.pipeline.watch import READER, Poison, Progress, ReadingEnded, Silent, deaths_of, paced, peak_mb
from ingest.read import HEAD_BYTES, choose, sidecar
from ingest.repair.postedit import UNANSWERED


class ItemChanged(Exception):  # noqa: N818  # a signal inside this file, not an error
    """A file changed while its records were already being staged."""


@dataclass(slots=True)
class _Counts:
    """What one item has given so far."""

    seen: int = 0
    tally: Tally = field(default_factory=Tally)
    encodings: set[str] = field(default_factory=set)
    whole_rejects: list[str] = field(default_factory=list)
    retry: bool = False
    edits: int = 0
    end: End = field(default_factory=lambda: End(0))


def run_batch(batch: Batch, progress: Progress | None = None, poison: Poison = EMPTY) -> Staged:  # type: ignore[assignment]  # an empty mapping of any kind
    """Read, process and stage one batch; a shard that is already whole is not made again. Raises AccountingError."""
    done = shards.load(batch.staging, batch.name)
    if done is not None:
        return done
    changed: set[int] = set()
    while True:
        writer = ShardWriter(batch.staging, batch.name)
        work = _Work(batch, writer, progress or Silent(), poison, changed)
        try:
            staged = work.run()
            writer.finish(staged)
        except ItemChanged:
            writer.abandon()
            changed.add(work.item_number)
            continue
        except BaseException:
            writer.abandon()
            raise
        return staged


class _Work:
    """One attempt at a batch."""

    def __init__(
        self, batch: Batch, writer: ShardWriter, progress: Progress, poison: Poison, changed: Container[int]
    ) -> None:
        self.batch, self.writer, self.progress, self.poison, self.changed = batch, writer, progress, poison, changed
        self.limits = batch.settings.limits
        self.item_number, self.deaths = 0, Deaths()
        self.stages: Stages = ()
        self.spent: Counter[str] = Counter()
        self.wanting = 0
        self.sign = Sign(batch.settings.dedupe)

    def run(self) -> Staged:
        self.stages = prepare(self.batch.settings)  # before anything begins: no record's time
        start = time.process_time()
        results = []
        for number, item in enumerate(self.batch.items):
            self.item_number = number
            results.append(self.take(item))
        spent = {name: round(s, 4) for name, s in self.spent.items()}
        return Staged(self.batch.name, tuple(results), time.process_time() - start, spent, peak_mb(), self.wanting)

    def take(self, item: Item) -> ItemResult:
        """One item: all its records, then its accounts."""
        self.progress.begin(self.item_number, READER)
        counts, path = _Counts(), item.part.file.path
        self.deaths = deaths_of(self.item_number, self.poison)
        reader: Reader | None = None
        unread = "changed" if self.item_number in self.changed else self.deaths.here(TRIES)
        if item.trouble or unread:
            reason, message = item.trouble or (unread or "", died(unread or "", self.limits))
            self.reject(Reject(path, RecordKey(), "discover" if item.trouble else "read", reason, message), counts)
            counts.tally = counts.tally + Tally(records=1)
        else:
            reader = self.read(item, counts)
        counts.tally.check(path, "batch")
        failed = next((r for r in counts.whole_rejects if REASONS[r].passing), None)
        return ItemResult(
            item.key(),
            path,
            counts.tally,
            reader.name if reader else None,
            tuple(sorted(counts.encodings)),
            counts.retry,
            failed,
            counts.edits,
            item.part.start,
            counts.end.first,
            counts.end.after,
        )

    def read(self, item: Item, counts: _Counts) -> Reader | None:
        """Open the item and take in what its reader yields; trouble with the file itself is one reject for it."""
        file, path = item.part.file, item.part.file.path
        trouble = None
        try:
            hints, extra = self.sidecar(item, counts)
            with discover.open_regular(locate(self.batch.settings.raw, path)) as stream:
                discover.check_unchanged(stream.fileno(), file.size_bytes, file.mtime_ns)
                head = stream.read(HEAD_BYTES)
                reader = choose(path, head)
                if reader is None:
                    trouble = ("unsupported", "no reader takes this kind of file")
                else:
                    stream.seek(0)
                    self.records(item, reader, stream, (hints, extra), counts)
                    try:
                        discover.check_unchanged(stream.fileno(), file.size_bytes, file.mtime_ns)
                    except discover.ChangedError as e:
                        raise ItemChanged from e
                    return reader
        except FileNotFoundError:
            trouble = ("vanished", "gone between the look and the reading")
        except discover.ChangedError as e:
            trouble = ("changed", str(e))
        except OSError as e:
            trouble = ("unreadable", f"cannot be read: {e.strerror or e}")
        self.reject(Reject(path, RecordKey(), "read", *trouble), counts)
        counts.tally = counts.tally + Tally(records=1)
        return None

    def sidecar(self, item: Item, counts: _Counts) -> tuple[tuple[Hint, ...], Mapping[str, object]]:
        """The sidecar's hints and its further fields. A bad one is a reject of its own; its article comes in."""
        file = item.part.file
        if file.sidecar_sha256 is None:
            return (), EMPTY
        with discover.open_regular(locate(self.batch.settings.raw, file.path + discover.SIDECAR)) as stream:
            discover.check_unchanged(stream.fileno(), file.sidecar_size_bytes, file.sidecar_mtime_ns)
            data = stream.read(int(self.limits.record_mb * MB) + 1)
        try:
            told = sidecar.load(data, file.path)
        except Exception as e:  # noqa: BLE001  # the door: a sidecar's bug is its own reject
            told = Reject(file.path, RecordKey(), "read", "internal_error", f"sidecar: {type(e).__name__}: {e}")
        if not isinstance(told, Reject):
            return told
        if item.part.start == 0:
            self.reject(replace(told, path=file.path), counts)
            counts.tally = counts.tally + Tally(records=1)
        return (), EMPTY

    def records(
        self,
        item: Item,
        reader: Reader,
        stream: BinaryIO,
        beside: tuple[tuple[Hint, ...], Mapping[str, object]],
        counts: _Counts,
    ) -> None:
        """Take in all the reader yields and hold it to its own count and its witness's."""
        end: End | None = None
        for given in self.yields(reader, item, stream, counts):
            if end is not None:
                raise AccountingError(f"{item.part.file.path}: reader {reader.name!r} went on after its end")
            if isinstance(given, End):
                end = given
                continue
            number = counts.seen
            counts.seen += 1
            self.progress.begin(self.item_number, number)
            if isinstance(given, Skipped):
                counts.tally = counts.tally.skip(given.kind)
            elif isinstance(given, Reject):
                self.reject(given, counts)
            else:
                self.record(given, number, beside, counts)
            self.deaths.given = counts.seen
            self.progress.begin(self.item_number, READER - counts.seen)
        if end is None or end.records != counts.seen:
            said = "never said it was done" if end is None else f"says {end.records}"
            raise AccountingError(
                f"{item.part.file.path}: reader {reader.name!r} yielded {counts.seen} records and {said}"
            )
        if reader.witness and end.complete:
            stream.seek(0)
            counted = reader.witness(item.part, stream)
            if counted != end.records:
                raise AccountingError(
                    f"{item.part.file.path}: reader {reader.name!r} found {end.records} records, its witness {counted}"
                )
        counts.tally = counts.tally + Tally(records=counts.seen)
        counts.end = end

    def yields(
        self, reader: Reader, item: Item, stream: BinaryIO, counts: _Counts
    ) -> Iterator[RawRecord | Reject | Skipped | End]:
        """What the reader yields; if it fails, what it read stands and one reject stands for the rest."""
        path, part = item.part.file.path, replace(item.part, deaths=self.deaths)
        self.deaths.passes = reader.passes
        try:
            yield from paced(reader.read(part, self.whole(item, stream), self.batch.settings), part, self.limits)
            return
        except ReadingEnded as e:
            trouble = (e.reason, str(e))
        except (AccountingError, discover.ChangedError, ItemChanged):
            raise
        except MemoryError:
            trouble = ("memory", f"the reader asked for more than limits.memory_mb = {self.limits.memory_mb}")
        except OSError as e:
            trouble = ("unreadable", f"cannot be read on: {e.strerror or e}")
        except Exception as e:  # noqa: BLE001  # the door: a reader's bug is one file's reject
            trouble = ("internal_error", f"reader {reader.name!r}: {type(e).__name__}: {e}")
        yield Reject(path, RecordKey(), "read", *trouble)
        yield End(counts.seen, complete=False)

    def whole(self, item: Item, stream: BinaryIO) -> BinaryIO:
        """A small file is held to its hash before a byte of it is used; a large one to its size and mtime."""
        file = item.part.file
        if file.size_bytes > min(self.limits.record_mb, 16) * MB:
            return stream
        data = stream.read()
        if hashlib.sha256(data).hexdigest() != file.sha256:
            raise discover.ChangedError("its bytes are not those that were hashed")
        return io.BytesIO(data)

    def record(
        self, record: RawRecord, number: int, beside: tuple[tuple[Hint, ...], Mapping[str, object]], counts: _Counts
    ) -> None:
        """One record down the road, behind the door."""
        if reasons := self.deaths.records.get(number):
            message = died(reasons[-1], self.limits)
            self.reject(Reject(record.path, record.key, "process", reasons[-1], message, sample_of(record)), counts)
            return
        try:
            given = process(_with_sidecar(record, beside), self.stages, self.spent)
            rows = None if isinstance(given, Reject) else rows_of(given, self.sign)
        except AccountingError:
            raise
        except MemoryError:
            message = f"it asked for more than limits.memory_mb = {self.limits.memory_mb}"
            given = Reject(record.path, record.key, "process", "memory", message, sample_of(record))
        except Exception as e:  # noqa: BLE001  # the door: one record's work is isolated from the rest
            message = f"{type(e).__name__}: {e}"
            given = Reject(record.path, record.key, "process", "internal_error", message, sample_of(record))
        if isinstance(given, Reject):
            self.reject(given, counts)
            return
        assert rows is not None  # given is a Document here
        document, attached = rows
        for table, more in attached.items():
            self.writer.add(table, [r | {"row": self.writer.documents} for r in more])
        self.writer.add("documents", [document], len(given.text))
        counts.tally = counts.tally + Tally(kept=1)
        counts.encodings.add(given.decoding.encoding)
        counts.edits += len(given.edits)
        self.wanting += UNANSWERED in given.flags

    def reject(self, reject: Reject, counts: _Counts) -> None:
        """Write down a reject."""
        self.writer.add("rejects", [reject_row(reject, self.limits.sample_chars)])
        counts.tally = counts.tally + Tally(rejects=1)
        counts.retry = counts.retry or REASONS[reject.reason].passing
        if reject.key == RecordKey():
            counts.whole_rejects.append(reject.reason)
        if reject.encoding:
            counts.encodings.add(reject.encoding)


def _with_sidecar(record: RawRecord, beside: tuple[tuple[Hint, ...], Mapping[str, object]]) -> RawRecord:
    hints, extra = beside
    if not hints and not extra:
        return record
    return RawRecord(
        record.path, record.key, record.body, record.media_type, (*record.hints, *hints), {**extra, **record.extra}
    )
