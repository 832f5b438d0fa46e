"""Candidate pairs: which texts share a key with a new one, by a join of the new keys with the stored ones.

Of a key that more than `cap` texts share, the `cap` texts of lowest text_key, which are the same whatever came first,
are compared with all of them, and the rest are not compared with one another because of this key: so a key of n texts
costs n * cap comparisons and not n * n. A text_key is a hash, so these are as good as drawn at random.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.core.joins import joining

FRESH = pa.schema([pa.field("text_key", pa.string()), pa.field("key", pa.int64())])

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
RANKED = """
create temp table ranked as
with shared as (
  select key, text_key, bool_and(fresh) as fresh
  from (select key, text_key, false as fresh from stored union all select key, text_key, true as fresh from fresh)
  group by key, text_key)
select *, row_number() over (partition by key order by text_key) as place from shared
where key in (select key from shared group by key having count(*) > 1 and bool_or(fresh))
"""
PAIRED = """
select distinct least(one, other) as a, greatest(one, other) as b from (
  select f.text_key as one, r.text_key as other from ranked f join ranked r on f.key = r.key
  where f.fresh and r.place <= $cap
  union all
  select f.text_key as one, r.text_key as other from ranked f join ranked r on f.key = r.key
  where f.fresh and f.place <= $cap)
where one <> other
order by a, b
"""


@dataclass(frozen=True, slots=True)
class Index:
    """The stored keys: Parquet files of the table bands. Rows of the raw paths in `gone` do not count unless their
    text is one of `staying`."""

    files: Sequence[str]
    gone: Iterable[str] = ()
    staying: Iterable[str] = ()


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


def candidate_pairs(fresh: pa.Table, index: Index, cap: int, memory_mb: int, spill: str) -> list[tuple[str, str]]:
    """Pairs of text_keys, each pair once and in order, of which at least one text is new for the key they share.

    `fresh` as `fresh_keys` gives it. Memory is bounded by `memory_mb`; what needs more goes to the folder `spill`.
    """
    if not fresh.num_rows:
        return []
    with joining(memory_mb, spill) as base:
        base.register("given", fresh)
        base.execute("create temp table fresh as select distinct text_key, key from given")
        base.register("gone", pa.table({"raw_path": pa.array(sorted(index.gone), pa.string())}))
        base.register("staying", pa.table({"text_key": pa.array(sorted(index.staying), pa.string())}))
        if index.files:
            base.execute(STORED, {"files": list(index.files)})
        else:
            base.execute(NOTHING_STORED)
        base.execute(RANKED)
        return [(a, b) for a, b in base.execute(PAIRED, {"cap": cap}).fetchall()]
