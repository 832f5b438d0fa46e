"""Who shares a key with whom: a join of the new keys with the stored ones, as arrays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ingest.core.joins import joining

FRESH = pa.schema([pa.field("text_key", pa.string()), pa.field("key", pa.int64())])
Numbers = npt.NDArray[np.int64]

# A band's place in the upper half keeps keys of different bands apart; an address, all 64 bits, stands for itself.
STORED = """
create temp table stored as
with standing as (
  select text_key, keys, url_key from read_parquet($files)
  where not (raw_path in (select raw_path from gone) and text_key not in (select text_key from staying)))
select distinct text_key, key from (
  select text_key, (place << 32) | (band & 4294967295) as key
  from (select text_key, unnest(keys)::bigint as band, unnest(range(len(keys))) as place from standing)
  union all select text_key, url_key as key from standing where url_key is not null)
where key in (select key from fresh)
"""
NOTHING_STORED = "create temp table stored as select * from fresh limit 0"
SHARED = """
create temp table shared as
with every as (
  select key, text_key, bool_and(fresh) as fresh
  from (select key, text_key, false as fresh from stored union all select key, text_key, true as fresh from fresh)
  group by key, text_key)
select * from every
where key in (select key from every group by key having count(*) > 1 and bool_or(fresh))
"""
TEXTS = """
create temp table texts as
select text_key, row_number() over (order by text_key) - 1 as id, bool_or(crowded) as crowded
from (select text_key, count(*) over (partition by key) > 2 as crowded from shared) group by text_key
"""
ROWS = "select key, id, fresh from shared join texts using (text_key) order by key, fresh, id"
FIGURES = """
select id, any_value(figures) as figures
from (select text_key, figures from told {stored}) join texts using (text_key) where crowded group by id
"""
FIGURES_STORED = "union all select text_key, figures from read_parquet($files) where len(figures) > 0"


@dataclass(frozen=True, slots=True)
class Index:
    """The stored keys: Parquet files of the table bands. Rows of the raw paths in `gone` do not count unless their
    text is one of `staying`."""

    files: Sequence[str]
    gone: Iterable[str] = ()
    staying: Iterable[str] = ()


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of numbers end to end: list i is `values[start[i]:start[i + 1]]`."""

    values: Numbers
    start: Numbers

    def __getitem__(self, index: int) -> Numbers:
        return self.values[self.start[index] : self.start[index + 1]]


@dataclass(frozen=True, slots=True)
class Shared:
    """Each key that a new text shares with another, with its texts: rows of one key and one text, by key, stored
    ones first and then by text_key. `texts` are the text_keys, in order; `text` is a row's place among them, `begin`
    the first row of its key, `fresh` whether the text is new for the key. `figures` are the hashed figures of each
    text that has a key with two others, empty where they are not known."""

    texts: Sequence[str]
    text: Numbers
    begin: Numbers
    fresh: npt.NDArray[np.bool_]
    figures: Lists


NONE = np.zeros(0, np.int64)
NOTHING = Shared((), NONE, NONE, NONE.astype(np.bool_), Lists(NONE, np.zeros(1, np.int64)))


def fresh_keys(bands: pa.Table) -> pa.Table:
    """Rows of the table bands (text_key, keys, url_key) as rows of one key each."""
    keys = bands["keys"].combine_chunks()
    row = pc.list_parent_indices(keys)
    starts = keys.offsets.to_numpy()
    place = np.arange(starts[0], starts[-1]) - starts[row.to_numpy()]
    band = keys.flatten().to_numpy().astype(np.int64)
    banded = pa.table({"text_key": bands["text_key"].take(row), "key": (place << 32) | (band & 0xFFFFFFFF)})
    addressed = bands.select(["text_key", "url_key"]).rename_columns(["text_key", "key"]).drop_null()
    return pa.concat_tables([t.cast(FRESH) for t in (banded, addressed)])


def shared_keys(bands: pa.Table, index: Index, memory_mb: int, spill: str) -> Shared:
    """The keys that new texts share with one another or with stored ones.

    `bands` are rows of the table bands (text_key, keys, url_key, figures) of the new texts. DuckDB uses at most
    `memory_mb`; what needs more goes to the folder `spill`."""
    fresh = fresh_keys(bands)
    if not fresh.num_rows:
        return NOTHING
    with joining(memory_mb, spill) as base:
        base.register("given", fresh)
        base.execute("create temp table fresh as select distinct text_key, key from given")
        base.register("gone", pa.table({"raw_path": pa.array(sorted(index.gone), pa.string())}))
        base.register("staying", pa.table({"text_key": pa.array(sorted(index.staying), pa.string())}))
        if index.files:
            base.execute(STORED, {"files": list(index.files)})
        else:
            base.execute(NOTHING_STORED)
        base.execute(SHARED)
        base.execute(TEXTS)
        rows = base.sql(ROWS).to_arrow_table()
        texts = base.sql("select text_key from texts order by id").to_arrow_table()["text_key"].to_pylist()
        figures = _figures(base, bands, index, len(texts))
    key = rows["key"].to_numpy()
    first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else NONE
    begin = np.repeat(first, np.diff(np.append(first, len(key))))
    return Shared(texts, rows["id"].to_numpy(), begin, rows["fresh"].to_numpy(), figures)


def _figures(base: duckdb.DuckDBPyConnection, bands: pa.Table, index: Index, texts: int) -> Lists:
    base.register("told", bands.select(["text_key", "figures"]))
    stored = FIGURES_STORED if index.files else ""
    crowded = base.execute("select count(*) from texts where crowded").fetchall()[0][0]
    start = np.zeros(texts + 1, np.int64)
    if not crowded:
        return Lists(NONE, start)
    asked = {"files": list(index.files)} if index.files else None
    found = base.sql(f"{FIGURES.format(stored=stored)} order by id", params=asked).to_arrow_table()
    lists = found["figures"].combine_chunks()
    values = lists.flatten().cast(pa.int64()).to_numpy()
    start[found["id"].to_numpy() + 1] = pc.fill_null(pc.list_value_length(lists), 0).to_numpy()
    return Lists(values, np.cumsum(start))
