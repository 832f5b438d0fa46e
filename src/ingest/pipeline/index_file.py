"""Index a data file, in a worker: the rows of bands of its documents, made from their texts."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.core.config import Settings
from ingest.core.schema import BANDS
from ingest.dedupe import Sign
from ingest.pipeline.ledger import Stamp
from ingest.pipeline.rows import bands_row
from ingest.store import DataFile, Layout, write_table

STEP_ROWS = 500  # texts in memory at a time


@dataclass(frozen=True, slots=True)
class IndexTask:
    """A data file of documents or duplicates."""

    processed: str
    file: DataFile
    settings: Settings
    stamp: Stamp


def index_file(task: IndexTask) -> list[DataFile]:
    """The rows of bands for all rows of the file."""
    rows = pa.Table.from_pylist(list(_rows(task)), BANDS.schema)
    return write_table(task.processed, BANDS.name, rows, task.settings.store)


def _rows(task: IndexTask) -> Iterator[dict[str, Any]]:
    sign, said = Sign(task.settings.dedupe), task.stamp.columns()
    with pq.ParquetFile(os.path.join(Layout(task.processed).data, task.file.name)) as file:
        for batch in file.iter_batches(STEP_ROWS, columns=["doc_id", "raw_path", "text", "url"]):
            for r in batch.to_pylist():
                yield {
                    "doc_id": r["doc_id"],
                    "raw_path": r["raw_path"],
                    **bands_row(sign.text(r["text"], r["url"])),
                    **said,
                }
