"""DuckDB over the store's Parquet files, for joins that must not cost what is stored: bounded memory, no network."""

import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import duckdb

from ingest.core.errors import StoreError

OFFLINE = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


@contextmanager
def joining(memory_mb: int, spill: str) -> Iterator["duckdb.DuckDBPyConnection"]:
    """A database in memory that uses at most `memory_mb` and then the folder `spill`, which DuckDB makes and clears.
    Raises StoreError; a signal that comes meanwhile ends the query and raises what its handler raises."""
    config: dict[str, Any] = {**OFFLINE, "memory_limit": f"{memory_mb}MB", "temp_directory": spill}
    config |= {"preserve_insertion_order": "false"}
    with _signals_kept():
        connection = duckdb.connect(":memory:", config=config)
        try:
            yield connection
        except duckdb.Error as e:
            raise StoreError(f"a join over the store failed: {e}") from e
        finally:
            connection.close()


@contextmanager
def _signals_kept() -> Iterator[None]:
    """Handle a signal when DuckDB has given up, and not inside it: it makes an error of its own ("Query interrupted") of
    all that a handler raises there, so that a run told to stop would end as one that failed."""
    if threading.current_thread() is not threading.main_thread():
        yield  # no handler ever runs here
        return
    heard: list[tuple[int, FrameType | None]] = []

    def hear(number: int, frame: FrameType | None) -> None:
        heard.append((number, frame))
        raise KeyboardInterrupt  # for DuckDB, to give up

    numbers: tuple[int, ...] = (signal.SIGINT, signal.SIGTERM)
    handlers = {n: h for n in numbers if callable(h := signal.getsignal(n))}
    try:
        for number in handlers:
            signal.signal(number, hear)
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for number, frame in heard:
            handlers[number](number, frame)


def listed(paths: Iterable[str]) -> str:
    """Paths as an SQL list of strings, for `read_parquet` where a parameter cannot stand."""
    return "[" + ", ".join("'" + path.replace("'", "''") + "'" for path in paths) + "]"
