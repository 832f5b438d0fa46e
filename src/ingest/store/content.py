"""The content hash: two stores hold the same exactly when their rows do, whatever their files, order and runs."""

import hashlib
import json

from ingest.core.schema import RUNS, TABLES
from ingest.store.datafiles import read_files
from ingest.store.store import Store


def content_hash(store: Store) -> str:
    """SHA-256 (hex) over the sorted rows of every table but runs, without the columns that tell of run or look.

    Memory: 32 bytes a row and one data file at a time.
    """
    whole = hashlib.sha256()
    for name, table in TABLES.items():
        if table is RUNS:
            continue
        store.refuse_other_schema(name)
        columns, rows = table.content_columns(), []
        for file in store.files(name):
            for batch in read_files(store.processed, [file], columns).to_batches(max_chunksize=1000):
                rows += [_digest(row) for row in batch.to_pylist()]
        whole.update(f"{name} {len(rows)}\n".encode() + b"".join(sorted(rows)))
    return whole.hexdigest()


def _digest(row: dict[str, object]) -> bytes:
    return hashlib.sha256(json.dumps(row, sort_keys=True, default=str).encode()).digest()
