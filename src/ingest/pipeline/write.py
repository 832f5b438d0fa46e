"""Write and rewrite, in workers: a decided shard becomes sorted data files; old files lose, gain or change rows."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ingest.core.config import Store as StoreSettings
from ingest.core.schema import TABLES, TIME, attached
from ingest.pipeline import shards
from ingest.pipeline.decisions_file import read_decisions
from ingest.pipeline.ledger import Stamp
from ingest.store import DataFile, read_files, write_table

CAPPED = "dedupe:capped"
CHANGING = ("cluster_id", "duplicate_of", "duplicate_method", "duplicate_similarity")


@dataclass(frozen=True, slots=True)
class WriteTask:
    """A decided shard. `silent`: paths whose rejects are not written; `failing`: paths of whose rejects only the one
    for the whole file is."""

    processed: str
    staging: str
    shard: str
    settings: StoreSettings
    stamp: Stamp
    silent: frozenset[str]
    failing: frozenset[str]


@dataclass(frozen=True, slots=True)
class RewriteTask:
    """Old data files of one table that are to be made anew as one; `changes` is the path of a file of changes."""

    processed: str
    files: tuple[DataFile, ...]
    changes: str
    settings: StoreSettings


@dataclass(frozen=True, slots=True)
class Changes:
    """What happens to standing rows; the same for all rewrite tasks of a commit. `changed`: by doc_id, the new values
    of CHANGING; a row whose duplicate_of is None belongs in documents."""

    replaced: frozenset[str]
    failing: frozenset[str]
    changed: Mapping[str, Sequence[Any]]

    def save(self, path: str) -> None:
        """Write them where the workers find them."""
        told = [sorted(self.replaced), sorted(self.failing), dict(self.changed)]
        with open(path, "w", encoding="utf-8") as f:
            json.dump(told, f)

    @staticmethod
    def load(path: str) -> "Changes":
        """Read what `save` wrote."""
        with open(path, encoding="utf-8") as f:
            replaced, failing, changed = json.load(f)
        return Changes(frozenset(replaced), frozenset(failing), changed)


def write(task: WriteTask) -> list[DataFile]:
    """The data files of one shard: documents, duplicates, what is attached to them, and rejects."""
    staged = shards.read(task.staging, task.shard, "documents")
    decided = read_decisions(task.staging, task.shard)
    wanted = decided["write"]
    keyed = pa.table({"doc_id": decided["doc_id"], "raw_path": staged["raw_path"], "write": wanted})
    for name in decided.schema.names:
        staged = staged.append_column(name, decided[name])
    staged = _flagged(staged)
    staged = _stamped(staged.filter(wanted), task.stamp).append_column(
        "updated_at", _same(task.stamp.time, pc.sum(wanted).as_py() or 0, TIME)
    )
    alone = pc.is_null(staged["duplicate_of"])
    tables = {
        "documents": staged.filter(alone),
        "duplicates": staged.filter(pc.invert(alone)),
        **{t.name: _attached(shards.read(task.staging, task.shard, t.name), keyed, task.stamp) for t in attached()},
        "rejects": _rejects(shards.read(task.staging, task.shard, "rejects"), task),
    }
    out: list[DataFile] = []
    for name, table in tables.items():
        out += write_table(task.processed, name, table.select(TABLES[name].schema.names), task.settings)
    return out


def _flagged(staged: pa.Table) -> pa.Table:
    """Documents that were not compared with all that share a key with them say so."""
    capped = staged["capped"].to_pylist()
    if not any(capped):
        return staged
    flags = [sorted({*f, CAPPED}) if c else f for f, c in zip(staged["flags"].to_pylist(), capped, strict=True)]
    place = staged.schema.get_field_index("flags")
    return staged.set_column(place, "flags", pa.array(flags, staged.schema.field("flags").type))


def _attached(rows: pa.Table, keyed: pa.Table, stamp: Stamp) -> pa.Table:
    """Rows of an attached table with the doc_id and raw_path of their documents, of those that are written."""
    of = keyed.take(rows["row"])
    rows = rows.append_column("doc_id", of["doc_id"]).append_column("raw_path", of["raw_path"])
    return _stamped(rows.filter(of["write"]), stamp)


def _rejects(rejects: pa.Table, task: WriteTask) -> pa.Table:
    rejects = rejects.filter(pc.invert(_in(rejects["raw_path"], task.silent)))
    part = pc.and_(_in(rejects["raw_path"], task.failing), pc.invert(_is_whole(rejects)))
    rejects = rejects.filter(pc.invert(part))
    return _stamped(rejects, task.stamp).append_column("ingested_at", _same(task.stamp.time, rejects.num_rows, TIME))


def _is_whole(rejects: pa.Table) -> pa.ChunkedArray:
    """Rejects that stand for a whole file and have a passing reason."""
    whole = pc.and_(pc.is_null(rejects["record_id"]), pc.is_null(rejects["record_offset"]))
    return pc.and_(whole, rejects["passing"])


def _stamped(table: pa.Table, stamp: Stamp) -> pa.Table:
    for name, value in stamp.columns().items():
        table = table.append_column(name, _same(value, table.num_rows, pa.string()))
    return table


def _same(value: object, count: int, kind: pa.DataType) -> pa.Array:
    return pa.repeat(pa.scalar(value, kind), count)


def _in(column: pa.ChunkedArray, values: Iterable[str]) -> pa.ChunkedArray:
    return pc.is_in(column, value_set=pa.array(sorted(values), pa.string()))


def rewrite(task: RewriteTask) -> list[DataFile]:
    """The same rows without those that go, with those that change: what became or is no longer a duplicate, as a file
    of the other table."""
    changes, name = Changes.load(task.changes), task.files[0].table
    table = read_files(task.processed, task.files)
    if "raw_path" in table.schema.names:
        table = table.filter(pc.invert(_in(table["raw_path"], changes.replaced)))
    if name == "rejects":
        table = table.filter(pc.invert(pc.and_(_in(table["raw_path"], changes.failing), _is_whole(table))))
    if name not in ("documents", "duplicates"):
        return write_table(task.processed, name, table, task.settings)
    table = _changed(table, changes.changed)
    alone = pc.is_null(table["duplicate_of"])
    out: list[DataFile] = []
    for home, rows in (("documents", table.filter(alone)), ("duplicates", table.filter(pc.invert(alone)))):
        out += write_table(task.processed, home, rows.select(TABLES[home].schema.names), task.settings)
    return out


def _changed(table: pa.Table, changed: Mapping[str, Sequence[Any]]) -> pa.Table:
    """Rows of documents or duplicates, with the columns of duplicates and the new values."""
    schema = TABLES["duplicates"].schema
    for name in CHANGING:
        if name not in table.schema.names:
            table = table.append_column(name, pa.nulls(table.num_rows, schema.field(name).type))
    ids = table["doc_id"].to_pylist() if changed else []
    rows = {i: changed[doc_id] for i, doc_id in enumerate(ids) if doc_id in changed}
    if not rows:
        return table
    for number, name in enumerate(CHANGING):
        values = table[name].to_pylist()
        for i, row in rows.items():
            values[i] = row[number]
        place, kind = table.schema.get_field_index(name), schema.field(name).type
        table = table.set_column(place, pa.field(name, kind), pa.array(values, kind))
    return table


def holding(processed: str, files: Sequence[DataFile], paths: frozenset[str]) -> list[DataFile]:
    """Those of `files` that hold a row of one of `paths`; only files whose range of paths fits are looked into."""
    if not paths:
        return []
    wanted, out = sorted(paths), []
    for f in files:
        near = [p for p in wanted if f.first_path <= p <= f.last_path]
        if f.rows and near:
            column = read_files(processed, [f], ["raw_path"])["raw_path"]
            if pc.any(_in(column, near)).as_py():
                out.append(f)
    return out
