"""DuckDB over the store's Parquet files, for joins that must not cost what is stored: bounded memory, no network."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from ingest.core.errors import StoreError

OFFLINE = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


@contextmanager
def joining(memory_mb: int, spill: str) -> Iterator["duckdb.DuckDBPyConnection"]:
    """A database in memory that uses at most `memory_mb` and then the folder `spill`, which DuckDB makes and clears."""
    config: dict[str, Any] = {**OFFLINE, "memory_limit": f"{memory_mb}MB", "temp_directory": spill}
    config |= {"preserve_insertion_order": "false"}
    connection = duckdb.connect(":memory:", config=config)
    try:
        yield connection
    except duckdb.Error as e:
        raise StoreError(f"a join over the store failed: {e}") from e
    finally:
        connection.close()


def listed(paths: Iterable[str]) -> str:
    """Paths as an SQL list of strings, for `read_parquet` where a parameter cannot stand."""
    return "[" + ", ".join("'" + path.replace("'", "''") + "'" for path in paths) + "]"
