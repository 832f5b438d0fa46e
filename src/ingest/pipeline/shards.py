"""Staged shards: what one batch gave, in .store/staging, before any of it is decided or committed.

A shard is a folder of Arrow IPC files and a `shard.json`, made under another name and renamed when it is whole. Its
name digests all it depends on, so a run after a crash may claim it and a run with other settings will not. Nobody waits
for the disk here: after a power cut a file may have its size and not its bytes, so a shard is held to its hashes.
"""

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from ingest.core.tally import Tally
from ingest.pipeline.rows import STAGED_ATTACHED, STAGED_DOCUMENTS, STAGED_REJECTS
from ingest.store import storing

SCHEMAS = {"documents": STAGED_DOCUMENTS, "rejects": STAGED_REJECTS, **STAGED_ATTACHED}
FLUSH_CHARS = 8_000_000  # text held before it is written out: about 30 MB with its ledger


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What became of one raw file (or part): its tally, and what the ledger wants to know. `failed` is the
    reason where the file as a whole failed for a passing one. `retry`: some reject of it has a passing reason.
    `start` of the part; `first` and `after` as its reader's `End` tells them."""

    key: str
    path: str
    tally: Tally
    reader: str | None
    encodings: tuple[str, ...]
    retry: bool
    failed: str | None
    edits: int
    start: int = 0
    first: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Staged:
    """A staged shard: its name and its counts; never its documents. `cpu_s`: CPU seconds of the whole batch; `stage_s`:
    seconds of each stage; `peak_mb`: the largest memory the worker has ever had; `wanting`: documents that wait for the
    answers of a model."""

    name: str
    results: tuple[ItemResult, ...]
    cpu_s: float
    stage_s: Mapping[str, float]
    peak_mb: float
    wanting: int = 0


class ShardWriter:
    """Writes one shard; rows are flushed as they grow, so memory does not grow with the batch. Raises StoreError."""

    def __init__(self, staging: str, name: str) -> None:
        self.final = os.path.join(staging, name)
        self.folder = os.path.join(staging, f".{name}-{uuid.uuid4().hex}")
        with self._storing():
            self._open()
        self._chars = 0
        self.documents = 0

    def _storing(self) -> AbstractContextManager[None]:
        return storing("staging", os.path.dirname(os.path.dirname(os.path.dirname(self.final))))

    def _open(self) -> None:
        os.makedirs(self.folder)
        self._rows: dict[str, list[dict[str, Any]]] = {table: [] for table in SCHEMAS}
        self._files = {t: pa.OSFile(os.path.join(self.folder, f"{t}.arrow"), "wb") for t in SCHEMAS}
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        self._writers = {t: pa.ipc.new_file(self._files[t], schema, options=options) for t, schema in SCHEMAS.items()}

    def add(self, table: str, rows: Sequence[dict[str, Any]], chars: int = 0) -> None:
        """Add rows to a table; `chars` is about how much text they hold."""
        self._rows[table] += rows
        self.documents += len(rows) if table == "documents" else 0
        self._chars += chars + 200 * len(rows)
        if self._chars > FLUSH_CHARS:
            self._flush()

    def _flush(self) -> None:
        for table, rows in self._rows.items():
            if rows:
                with self._storing():
                    self._writers[table].write_batch(pa.RecordBatch.from_pylist(rows, SCHEMAS[table]))
                rows.clear()
        self._chars = 0

    def finish(self, staged: Staged) -> None:
        """Make the shard whole under its name; a twin that another worker finished first is as good."""
        self._flush()
        with self._storing():
            self._close()
            hashes = {f.name: _sha256(f) for f in sorted(Path(self.folder).iterdir())}
            told = {"staged": asdict(staged), "sha256": hashes}
            Path(self.folder, "shard.json").write_text(json.dumps(told), encoding="utf-8")
            try:
                os.rename(self.folder, self.final)
            except OSError:
                if load(os.path.dirname(self.final), staged.name) is not None:
                    shutil.rmtree(self.folder, ignore_errors=True)
                    return
                shutil.rmtree(self.final, ignore_errors=True)
                os.rename(self.folder, self.final)

    def _close(self) -> None:
        for table in SCHEMAS:
            self._writers[table].close()
            self._files[table].close()

    def abandon(self) -> None:
        """Drop what was written."""
        with suppress(OSError):  # on a full disk even the last bytes of a file that goes anyway cannot be written
            self._close()
        shutil.rmtree(self.folder, ignore_errors=True)


def load(staging: str, name: str) -> Staged | None:
    """The shard of that name if it is whole to the byte, else None."""
    told = _told(staging, name)
    if told is None:
        return None
    folder = Path(staging, name)
    try:
        whole = all(_sha256(folder / file) == hashed for file, hashed in told["sha256"].items())
    except OSError:
        return None
    return _staged(told) if whole else None


def claims(staging: str, name: str) -> Staged | None:
    """What the shard of that name says of itself, unproved: whoever runs its batch holds it to its hashes."""
    told = _told(staging, name)
    return _staged(told) if told else None


def _told(staging: str, name: str) -> dict[str, Any] | None:
    try:
        told: dict[str, Any] = json.loads(Path(staging, name, "shard.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) and {"staged", "sha256"} <= told.keys() else None


def _staged(told: dict[str, Any]) -> Staged:
    said = told["staged"]
    results = tuple(
        ItemResult(**{**r, "tally": Tally(**r["tally"]), "encodings": tuple(r["encodings"])}) for r in said["results"]
    )
    return Staged(**{**said, "results": results})


def _sha256(path: Path) -> str:
    with open(path, "rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def names(staging: str) -> Iterator[str]:
    """The names of the shards that lie in staging, whole or not."""
    if os.path.isdir(staging):
        yield from sorted(
            n
            for n in os.listdir(staging)
            if not n.startswith(".") and os.path.exists(os.path.join(staging, n, "shard.json"))
        )


def read(staging: str, name: str, table: str, columns: Sequence[str] | None = None) -> pa.Table:
    """One table of a shard, memory-mapped; `columns` None: all."""
    wanted = list(columns) if columns is not None else SCHEMAS[table].names
    indices = [SCHEMAS[table].get_field_index(c) for c in wanted]
    options = pa.ipc.IpcReadOptions(included_fields=indices)
    with pa.memory_map(os.path.join(staging, name, f"{table}.arrow")) as source:
        return pa.ipc.open_file(source, options=options).read_all().select(wanted)


def drop(staging: str, names: Iterable[str]) -> None:
    """Remove shards that are committed, or that nobody needs."""
    for name in names:
        shutil.rmtree(os.path.join(staging, name), ignore_errors=True)


def sweep(staging: str) -> None:
    """Remove what dead workers left half-written; called under the lock, before any worker starts."""
    if os.path.isdir(staging):
        drop(staging, [n for n in os.listdir(staging) if n.startswith(".")])


def clear(staging: str) -> None:
    """Remove everything staged; called under the lock, when a run has committed all it planned."""
    shutil.rmtree(staging, ignore_errors=True)
