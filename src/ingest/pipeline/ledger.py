"""The pipeline's memory: the table raw_files, read as what is known and written as what is known now."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pyarrow as pa

from ingest.core.model import Identity, RawFile
from ingest.core.schema import RAW_FILES
from ingest.core.tally import Tally
from ingest.discover import Arrival, Known
from ingest.pipeline.rows import as_json
from ingest.store import Store


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every row written by one commit says of it. `looked_at` is when the run began to look at raw/: a file is
    trusted to be unchanged by its mtime only if that lies well before."""

    run_id: str
    recipe: str
    pipeline_version: str
    time: datetime
    looked_at: datetime

    def columns(self) -> dict[str, str]:
        """Those that tables of rows have."""
        return {"recipe": self.recipe, "pipeline_version": self.pipeline_version, "run_id": self.run_id}


@dataclass(frozen=True, slots=True)
class Standing:
    """A raw file's row as it shall be, and the counts of what stands of it in the tables."""

    arrival: Arrival
    tally: Tally
    documents: int
    reader: str | None
    encoding: str | None
    retry: bool


Rows = dict[str, dict[str, Any]]


def rows(store: Store) -> Rows:
    """The rows of raw_files by path."""
    return {row["raw_path"]: row for row in store.read("raw_files").to_pylist()}


def known(ledger: Rows) -> dict[str, Known]:
    """What discover wants to know of each file."""
    return {path: _known(row) for path, row in ledger.items()}


def _known(row: dict[str, Any]) -> Known:
    file = RawFile(
        row["raw_path"],
        row["size_bytes"],
        row["mtime_ns"],
        row["sha256"] or "",
        Identity(row["identity_path"], row["identity_generation"]),
        row["sidecar_size_bytes"],
        row["sidecar_mtime_ns"],
        row["sidecar_sha256"],
    )
    return Known(
        file,
        row["kind"],
        row["state"] == "present",
        row["seen_at"],
        row["recipe"],
        row["retry"],
        row["rejects"],
        row["documents"] + row["duplicates"],
        row["sha256"] is not None,
    )


@dataclass(frozen=True, slots=True)
class Stale:
    """Rows that another recipe made: those of files that can be read anew, the rejects among them, and those of files
    that are gone."""

    rows: int
    rejects: int
    gone: int


def stale(files: Iterable[Mapping[str, Any]], recipe: str) -> Stale:
    """How many rows are stale. `files` are rows of raw_files: of them state, recipe and counts are read."""
    found: Counter[str] = Counter()
    for file in files:
        if file["recipe"] != recipe:
            found[file["state"]] += file["documents"] + file["duplicates"] + file["rejects"]
            found["rejects"] += file["rejects"] if file["state"] == "present" else 0
    return Stale(found["present"], found["rejects"], found["vanished"])


def row(standing: Standing, stamp: Stamp, old: dict[str, Any] | None) -> dict[str, Any]:
    """The row of a file that was taken in."""
    file, tally = standing.arrival.file, standing.tally
    return _file_columns(file, standing.arrival.kind) | {
        "reader": standing.reader,
        "encoding": standing.encoding,
        "records": tally.records,
        "documents": standing.documents,
        "duplicates": tally.kept - standing.documents,
        "rejects": tally.rejects,
        "skipped": sum(tally.skipped.values()),
        "skipped_kinds": as_json(dict(tally.skipped)),
        "retry": standing.retry,
        "ingested_at": old["ingested_at"] if old else stamp.time,
        "seen_at": stamp.looked_at,
        **stamp.columns(),
    }


def failing_row(
    arrival: Arrival, tally: Tally, documents: int, stamp: Stamp, old: dict[str, Any] | None
) -> dict[str, Any]:
    """The row of a file that failed for a passing reason: what stood of it stands, and so does its old fingerprint,
    so that the next look finds it changed still."""
    if old is None:
        failed = replace(arrival, file=replace(arrival.file, sha256=""))
        return row(Standing(failed, tally, documents, None, None, True), stamp, None)
    counts = {"records": tally.records, "rejects": tally.rejects, "retry": True, "seen_at": stamp.looked_at}
    return old | counts | {"raw_path": arrival.file.path, "state": "present", "run_id": stamp.run_id}


def refreshed_row(file: RawFile, stamp: Stamp, old: dict[str, Any]) -> dict[str, Any]:
    """The row of a file whose look alone changed, or that came back."""
    return old | _file_columns(file, old["kind"]) | {"seen_at": stamp.looked_at, "run_id": stamp.run_id}


def vanished_row(stamp: Stamp, old: dict[str, Any]) -> dict[str, Any]:
    """The row of a file that is gone from raw/ while its rows stay."""
    return old | {"state": "vanished", "seen_at": stamp.looked_at, "run_id": stamp.run_id}


def _file_columns(file: RawFile, kind: str) -> dict[str, Any]:
    return {
        "raw_path": file.path,
        "state": "present",
        "kind": kind,
        "sha256": file.sha256 or None,
        "size_bytes": file.size_bytes,
        "mtime_ns": file.mtime_ns,
        "sidecar_sha256": file.sidecar_sha256,
        "sidecar_size_bytes": file.sidecar_size_bytes,
        "sidecar_mtime_ns": file.sidecar_mtime_ns,
        "identity_path": file.identity.path,
        "identity_generation": file.identity.generation,
    }


def table(found: Iterable[dict[str, Any]]) -> pa.Table:
    """Rows of raw_files as Arrow."""
    return pa.Table.from_pylist(list(found), RAW_FILES.schema)
