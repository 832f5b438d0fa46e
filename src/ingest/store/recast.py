"""Recast: a schema change rewrites all files of a table to the present schema, in one commit.

Columns that are new are null, or neutral where null is not allowed; columns that are gone are dropped; their rows
carry an older recipe, so `--reprocess stale` makes them anew.
"""

import os

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ingest.core.config import Store as StoreSettings
from ingest.core.errors import StoreError
from ingest.core.schema import TABLES, Table
from ingest.store.commits import Manifest
from ingest.store.datafiles import DataFile, write_file, write_table
from ingest.store.layout import Layout, storing


def recast(processed: str, head: Manifest, settings: StoreSettings) -> dict[str, tuple[DataFile, ...]]:
    """The files of every table after the recast; files of tables whose schema stands are kept."""
    out: dict[str, tuple[DataFile, ...]] = {}
    for name, table in TABLES.items():
        files = head.files.get(name, ())
        if head.schemas.get(name) == table.digest():
            out[name] = files
            continue
        made: list[DataFile] = []
        for f in files:
            with storing(f"recasting {name}", processed):
                rows = pq.read_table(os.path.join(Layout(processed).data, f.name), partitioning=None)
            made += write_table(processed, name, fit(rows, table), settings)
        out[name] = tuple(made) or (write_file(processed, table, table.schema.empty_table(), settings),)
    return out


def fit(rows: pa.Table, table: Table) -> pa.Table:
    """`rows` with the table's columns. Raises StoreError when a column's values do not fit its new type."""
    columns = []
    for field in table.schema:
        if field.name in rows.schema.names:
            try:
                column = rows[field.name].cast(field.type)
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as e:
                raise StoreError(f"{table.name}.{field.name}: its values do not fit {field.type}: {e}") from e
            columns.append(column if field.nullable or not column.null_count else filled(column))
        elif field.nullable:
            columns.append(pa.nulls(rows.num_rows, field.type))
        else:
            columns.append(repeated(field.type, rows.num_rows))
    return pa.Table.from_arrays(columns, schema=table.schema)


def filled(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column with what is neutral in place of its nulls."""
    return pc.if_else(pc.is_valid(column), column, repeated(column.type, len(column)))


def repeated(kind: pa.DataType, count: int) -> pa.Array:
    """A column of what is neutral. (pa.repeat fails for no rows of a list.)"""
    return pa.array([neutral(kind).as_py()] * count, kind)


def neutral(kind: pa.DataType) -> pa.Scalar:
    """What stands in a new column that may not be null: "", 0, False, an empty list, the epoch."""
    value: object = 0
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        value = ""
    elif pa.types.is_boolean(kind):
        value = False
    elif pa.types.is_list(kind):
        value = []
    return pa.scalar(value, kind)
