"""Kin: what a document is to others. Who stands for it, for whom it stands, and who holds whom."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from ingest.core.joins import joining, listed
from ingest.report.words import counted, shown
from ingest.store import Store

MOST = 20  # of each kind that are named
MEMORY_MB = 1_000
RELATIONS = ("duplicate_of", "duplicates", "revision_of", "contains", "contained_in")

# A row says what was known when it was made, so the other way round tells more: rows that say they hold this one.
KIN = """
with rows as (
  select doc_id, raw_path, record_id, null as duplicate_of, null as method, null as similarity, contains, contained_in
  from read_parquet({documents}) union all
  select doc_id, raw_path, record_id, duplicate_of, duplicate_method, duplicate_similarity, contains, contained_in
  from read_parquet({duplicates})),
said as (
  select 'duplicate_of' as relation, doc_id from rows where doc_id = $target
  union select 'duplicates', doc_id from rows where duplicate_of = $doc_id
  union select 'revision_of', doc_id from rows where doc_id = $version
  union select 'contains', doc_id from rows where list_contains($contains, doc_id) or list_contains(contained_in, $doc_id)
  union select 'contained_in', doc_id from rows where list_contains($contained_in, doc_id) or list_contains(contains, $doc_id))
select relation, doc_id, raw_path, record_id, method, similarity from said join rows using (doc_id)
order by relation, raw_path, record_id, doc_id
"""


def kin(store: Store, row: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """By relation, the rows that are in it to a row of documents or duplicates: doc_id, raw_path, record_id, and of
    its duplicates method and similarity. What was removed since is left out."""
    asked = {"doc_id": row["doc_id"], "target": row.get("duplicate_of"), "version": row["revision_of"]}
    held = {name: list(row[name]) for name in ("contains", "contained_in")}
    files = {t: listed(map(store.data_path, store.files(t))) for t in ("documents", "duplicates")}
    with joining(MEMORY_MB, store.spill) as base:
        found: pa.Table = base.sql(KIN.format(**files), params=asked | held).to_arrow_table()
    out: dict[str, list[dict[str, Any]]] = {name: [] for name in RELATIONS}
    for r in found.to_pylist():
        out[r.pop("relation")].append(r)
    return out


def lines(told: dict[str, list[dict[str, Any]]], similarity: float | None) -> Iterator[tuple[str, str]]:
    """The same for a person: a label, and what stands beside it. `similarity`: of a duplicate, to who stands for it."""
    for relation in RELATIONS:
        rows, label = told[relation], relation
        if relation == "duplicates" and rows:
            yield "stands for", counted(len(rows), "duplicate")
            label = ""
        for r in rows[:MOST]:
            yield label, f"{r['doc_id']}  {_place(r)}{_alike(r, relation, similarity)}"
            label = ""
        if len(rows) > MOST:
            yield "", f"… {len(rows) - MOST} more"


def _place(row: dict[str, Any]) -> str:
    record = f" record {shown(row['record_id'])}" if row["record_id"] is not None else ""
    return shown(row["raw_path"]) + record


def _alike(row: dict[str, Any], relation: str, similarity: float | None) -> str:
    if relation == "duplicate_of" and similarity is not None:
        return f", similarity {similarity:.2f}"
    if relation == "duplicates":
        return f"  {row['method']}" + (f", similarity {row['similarity']:.2f}" if row["method"] == "near" else "")
    return ""
