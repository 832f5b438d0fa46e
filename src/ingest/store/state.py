"""raw_files and runs: small sorted tables of which a commit rewrites only the files it touches."""

import bisect
from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from ingest.core.config import Store as StoreSettings
from ingest.core.schema import RAW_FILES, RUNS
from ingest.store.datafiles import DataFile, read_files, write_table

Files = tuple[DataFile, ...]


def upsert(
    processed: str, files: Files, rows: pa.Table | None, forget: frozenset[str], settings: StoreSettings
) -> Files:
    """The files of raw_files after `rows` replaced those of the same path and the paths in `forget` went."""
    rows = rows if rows is not None else RAW_FILES.schema.empty_table()
    if not rows.num_rows and not forget:
        return files
    files = tuple(sorted((f for f in files if f.rows), key=lambda f: f.first_path))
    starts = [f.first_path for f in files]
    paths = rows["raw_path"].to_pylist()
    home: dict[int, list[int]] = {}
    for index, path in enumerate(paths):
        home.setdefault(_home(starts, path), []).append(index)
    for path in forget:
        home.setdefault(_home(starts, path), [])
    if not files:
        return tuple(write_table(processed, "raw_files", rows, settings))
    out: list[DataFile] = []
    for number, file in enumerate(files):
        if number not in home:
            out.append(file)
            continue
        mine = rows.take(pa.array(home[number], pa.int64()))
        stays = read_files(processed, [file])
        gone = pa.array([*forget, *mine["raw_path"].to_pylist()], pa.string())
        stays = stays.filter(pc.invert(pc.is_in(stays["raw_path"], value_set=gone)))
        merged = pa.concat_tables([stays, mine.replace_schema_metadata(None)])
        out += write_table(processed, "raw_files", merged, _halving(merged.num_rows, settings))
    return tuple(out)


def _halving(rows: int, settings: StoreSettings) -> StoreSettings:
    """Settings by which a file that has grown too large falls into equal parts, so that a full one does not shed a tiny
    one at each commit."""
    parts = -(-rows // settings.file_rows)
    return replace(settings, file_rows=-(-rows // parts)) if parts > 1 else settings


def _home(starts: Sequence[str], path: str) -> int:
    """The file whose range a path belongs to: the last that starts at or before it."""
    return max(0, bisect.bisect_right(starts, path) - 1)


def append_run(processed: str, files: Files, row: dict[str, object], settings: StoreSettings) -> Files:
    """The files of runs with one row more; the last small one is written anew."""
    new = pa.Table.from_pylist([row], RUNS.schema).replace_schema_metadata(None)
    last = files[-1] if files and files[-1].rows < settings.fold_rows else None
    if last is not None and last.rows:
        new = pa.concat_tables([read_files(processed, [last]), new])
    stays = tuple(f for f in files if f is not last)
    return (*stays, *write_table(processed, "runs", new, settings))
