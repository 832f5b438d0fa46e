"""The store as a run sees it: lock, heal, read, commit."""

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ingest.core.config import Store as StoreSettings
from ingest.core.errors import StoreBusy, StoreError, UserError
from ingest.core.schema import TABLES, written
from ingest.store import garbage, recast, state, view
from ingest.store.commits import Change, Log, Manifest
from ingest.store.datafiles import DataFile, read_files, write_file
from ingest.store.layout import Layout, storing


class Store:
    """The tables under one processed/ folder. Nothing is read or made until it is asked for."""

    def __init__(self, processed: str, settings: StoreSettings | None = None) -> None:
        self.processed, self.settings = processed, settings or StoreSettings()
        self.layout = Layout(processed)
        self.log = Log(self.layout, self.settings.fsync)

    @property
    def staging(self) -> str:
        """The folder of staged shards."""
        return self.layout.staging

    @property
    def spill(self) -> str:
        """The folder of joins that need more than their memory."""
        return os.path.join(self.layout.temporary, "joins")

    def data_path(self, file: DataFile) -> str:
        """Where a data file lies."""
        return os.path.join(self.layout.data, file.name)

    def exists(self) -> bool:
        """Whether anything was ever committed."""
        return bool(self.log.numbers())

    @contextmanager
    def lock(self, wait: bool = True) -> Iterator[None]:
        """Hold the store. Raises StoreBusy when another run does and `wait` is False, UserError when it cannot be
        written. The lock is the kernel's: it ends with the process, however that ends."""
        self.layout.create()
        try:
            fd = os.open(self.layout.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as e:
            raise UserError(f"{self.processed}: cannot be written: {e.strerror}") from e
        try:
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                raise StoreBusy(f"{self.processed}: another run holds it; it was not waited for") from None
            yield
        finally:
            os.close(fd)

    def head(self) -> Manifest | None:
        """The newest commit."""
        return self.log.head()

    def manifest(self, number: int) -> Manifest:
        """One commit that is kept."""
        return self.log.manifest(number)

    def numbers(self) -> list[int]:
        """The commits that are kept."""
        return self.log.numbers()

    def heal(self) -> list[str]:
        """Finish what a dead run left: the view of the newest commit, and its litter. Says what was mended; writes
        nothing when all is right. Call it under the lock. Raises UserError where something that is not ours stands in
        the place of a table."""
        head = self.head()
        with storing("healing", self.processed):
            view.refuse_foreign(self.layout, head is not None)
            garbage.sweep(self.layout)
        return view.publish(self.layout, head, self.settings.fsync) if head else []

    def files(self, table: str) -> tuple[DataFile, ...]:
        """The data files of a table in the newest commit."""
        head = self.head()
        return head.files.get(table, ()) if head else ()

    def read(self, table: str, columns: Sequence[str] | None = None, where: pc.Expression | None = None) -> pa.Table:
        """Rows of a table in the newest commit; `columns` None: all. Raises StoreError where another version wrote it."""
        files = self.files(table)
        self.refuse_other_schema(table)
        if files:
            return read_files(self.processed, files, columns, where)
        return (
            TABLES[table]
            .schema.empty_table()
            .select(list(columns) if columns is not None else TABLES[table].schema.names)
        )

    def extremes(self, file: DataFile, column: str) -> set[str]:
        """The least and the greatest value of a column of strings in a data file; read from its footer."""
        found: set[str] = set()
        with storing("reading", self.processed):
            about = pq.read_metadata(self.data_path(file))
        leaves = [about.schema.column(i).path for i in range(about.num_columns)]
        for group in range(about.num_row_groups):
            said = about.row_group(group).column(leaves.index(column)).statistics
            found.update((said.min, said.max) if said is not None and said.has_min_max else ())
        return found

    def refuse_other_schema(self, table: str) -> None:
        """Raise StoreError where the newest commit's files of a table have not the present schema."""
        head = self.head()
        if head and head.schemas.get(table) != TABLES[table].digest():
            raise StoreError(
                f"{self.processed}: {table} was written by another version of this package; "
                "run `ingest run` once to bring it to the present schema"
            )

    def free_bytes(self) -> int:
        """Room on the disk."""
        return shutil.disk_usage(self.processed).free

    def commit(self, change: Change) -> Manifest:
        """Make one commit and publish it. Call it under the lock. Raises StoreError; then nothing has changed, or
        the commit is made and the next start publishes it."""
        head = self.head()
        number = head.number + 1 if head else 1
        now = datetime.now(UTC)
        files = dict(head.files) if head else {}
        self._check(change, files)
        for table in written():
            stays = [f for f in files.get(table, ()) if f.name not in change.removed]
            files[table] = (*stays, *(f for f in change.added if f.table == table))
        at, settings = self.processed, self.settings
        files["raw_files"] = state.upsert(at, files.get("raw_files", ()), change.raw_files, change.forget, settings)
        files["runs"] = state.append_run(at, files.get("runs", ()), _run_row(change, number, now), settings)
        for name, shape in TABLES.items():
            with_rows = tuple(f for f in files[name] if f.rows)
            files[name] = with_rows or files[name][:1] or (write_file(at, shape, shape.schema.empty_table(), settings),)
        return self._publish(head, number, now, change, files)

    def _publish(
        self,
        head: Manifest | None,
        number: int,
        now: datetime,
        change: Change,
        files: Mapping[str, tuple[DataFile, ...]],
    ) -> Manifest:
        manifest = Manifest(
            number=number,
            created_at=now.isoformat(timespec="seconds"),
            what=change.what,
            run_id=change.run_id,
            raw_root=change.raw_root,
            recipe=change.recipe,
            pipeline_version=change.pipeline_version,
            schemas={name: table.digest() for name, table in TABLES.items()},
            files={name: files[name] for name in TABLES},
            added=(),
            removed=(),
        )
        before = head.names() if head else set()
        manifest = replace(
            manifest, added=tuple(sorted(manifest.names() - before)), removed=tuple(sorted(before - manifest.names()))
        )
        self.log.publish(manifest)
        view.publish(self.layout, manifest, self.settings.fsync)
        garbage.collect(self.layout, self.log, self.settings.keep_hours)
        return manifest

    def _check(self, change: Change, files: Mapping[str, tuple[DataFile, ...]]) -> None:
        known = {f.name for fs in files.values() for f in fs}
        strange = [name for name in change.removed if name not in known]
        if strange:
            raise StoreError(
                f"{self.processed}: {strange[0]} is not part of the newest commit; another writer was here"
            )
        for f in change.added:
            path = os.path.join(self.layout.data, f.name)
            if not os.path.isfile(path) or os.path.getsize(path) != f.size_bytes:
                raise StoreError(f"{path}: was written and is gone or of another size; nothing was committed")

    def recast_if_needed(
        self, run_id: str, driver: str, started_at: datetime, recipe: str, pipeline_version: str
    ) -> Manifest | None:
        """Bring the files of an older schema to the present one, in one commit. None when there is nothing to do."""
        head = self.head()
        if head is None or dict(head.schemas) == {name: table.digest() for name, table in TABLES.items()}:
            return None
        files = recast.recast(self.processed, head, self.settings)
        change = Change("recast", run_id, driver, started_at, head.raw_root, recipe, pipeline_version)
        now = datetime.now(UTC)
        files["runs"] = state.append_run(
            self.processed, files["runs"], _run_row(change, head.number + 1, now), self.settings
        )
        return self._publish(head, head.number + 1, now, change, files)


def _run_row(change: Change, number: int, now: datetime) -> dict[str, object]:
    counts = dict.fromkeys(("raw_files", "records", "documents", "duplicates", "rejects", "skipped", "edits"), 0)
    return {
        "run_id": change.run_id,
        "commit": number,
        "started_at": change.started_at,
        "committed_at": now,
        "what": change.what,
        "driver": change.driver,
        **counts,
        **change.counts,
        "recipe": change.recipe,
        "pipeline_version": change.pipeline_version,
    }


def pick_small(store: Store, table: str) -> tuple[DataFile, ...]:
    """The files of a table that are small enough to fold, once there are store.fold_files of them; else none."""
    small = tuple(f for f in store.files(table) if 0 < f.rows < store.settings.fold_rows)
    return small if len(small) >= store.settings.fold_files else ()
