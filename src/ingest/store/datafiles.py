"""Data files: one immutable Parquet file of one table, written once, under a name that was never used before.

Measured (zstd level 3 and 5 to 10 thousand rows a group are the best trade between size, scans and filters; a
dictionary on columns of many values costs and saves nothing; sorted rows make filters forty times faster).
"""

import hashlib
import os
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ingest.core.config import Store as StoreSettings
from ingest.core.recipe import package_version
from ingest.core.schema import TABLES, Table
from ingest.store.layout import Layout, fsync, storing

BLOOM = ("documents", "attached")  # kinds of tables that are looked up by doc_id


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of .store/data. `first_path` and `last_path` bound its rows' raw paths ("" where it has none)."""

    table: str
    name: str
    rows: int
    size_bytes: int
    sha256: str
    first_path: str = ""
    last_path: str = ""


def write_table(processed: str, table: str, rows: pa.Table, settings: StoreSettings) -> list[DataFile]:
    """Sort `rows` and write them as data files of at most store.file_rows rows; none for no rows.

    Safe in any process without the lock: names are unique and a file appears whole. Raises StoreError.
    """
    shape = TABLES[table]
    rows = rows.cast(shape.schema) if rows.schema != shape.schema else rows
    order = [(c, "ascending") for c in shape.sort]
    rows = rows.take(pc.sort_indices(rows, sort_keys=order))
    return [
        write_file(processed, shape, rows.slice(start, settings.file_rows), settings)
        for start in range(0, rows.num_rows, settings.file_rows)
    ]


def write_file(processed: str, shape: Table, rows: pa.Table, settings: StoreSettings) -> DataFile:
    """Write one data file, rows as they come (also none)."""
    layout = Layout(processed)
    name = f"{shape.name}-{uuid.uuid4().hex}.parquet"
    temporary, final = os.path.join(layout.temporary, name), os.path.join(layout.data, name)
    low = [c.name for c in shape.columns if c.low] + [c for c in ("raw_path",) if c in shape.schema.names]
    bloom = {"doc_id": {"ndv": settings.row_group_rows, "fpp": 0.01}} if shape.kind in BLOOM else None
    footer = {b"pipeline_version": package_version().encode(), **(rows.schema.metadata or {})}
    with storing(f"writing {shape.name}", processed):
        os.makedirs(layout.temporary, exist_ok=True)
        pq.write_table(
            rows.replace_schema_metadata(footer),
            temporary,
            compression="zstd",
            compression_level=settings.compression_level,
            row_group_size=settings.row_group_rows,
            use_dictionary=[f"{c}.list.element" if pa.types.is_list(shape.schema.field(c).type) else c for c in low],
            write_page_index=True,
            bloom_filter_options=bloom,
        )
        fsync(temporary, settings.fsync)
        size, sha256 = os.path.getsize(temporary), file_sha256(temporary)
        os.rename(temporary, final)
    first, last = _bounds(rows)
    return DataFile(shape.name, name, rows.num_rows, size, sha256, first, last)


def _bounds(rows: pa.Table) -> tuple[str, str]:
    if "raw_path" not in rows.schema.names or not rows.num_rows:
        return "", ""
    found = pc.min_max(rows["raw_path"]).as_py()
    return found["min"], found["max"]


def file_sha256(path: str) -> str:
    """SHA-256 (hex) of a file."""
    with open(path, "rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def read_files(
    processed: str, files: Sequence[DataFile], columns: Sequence[str] | None = None, where: pc.Expression | None = None
) -> pa.Table:
    """The rows of some files of one table; `columns` None: all; `where` filters."""
    if not files:
        raise ValueError("no files to read")
    schema = TABLES[files[0].table].schema
    wanted = [str(c) for c in columns] if columns is not None else schema.names
    data = Layout(processed).data
    with storing("reading", processed):
        parts = [
            pq.read_table(os.path.join(data, f.name), columns=wanted, filters=where, partitioning=None) for f in files
        ]
    return pa.concat_tables([p.select(wanted).replace_schema_metadata(None) for p in parts])
