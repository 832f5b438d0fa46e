"""The rows that stand and are touched: whole clusters, found by a join that reads only the columns it needs."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from ingest.core.joins import joining, listed
from ingest.dedupe import Member, url_key
from ingest.store import Store

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ROWS = """
create temp view {name} as
select '{name}' as home, {target} as duplicate_of, doc_id, raw_path, coalesce(record_offset, -1) as record_offset,
       record_occurrence, text_key, published_date, source, url, text_chars, cluster_id, revision_of,
       epoch_us(ingested_at) as ingested_us, filename, file_row_number
from read_parquet({files}, filename = true, file_row_number = true)
"""
TOUCHED = """
with standing as (select * from documents union all select * from duplicates),
touched as (select distinct cluster_id from standing
            where text_key in (select text_key from texts) or raw_path in (select raw_path from paths)
               or cluster_id in (select doc_id from ids))
select * from standing where cluster_id in (select cluster_id from touched) order by doc_id
"""


def standing(
    store: Store, texts: Iterable[str], leaving: Iterable[str], ids: Iterable[str], memory_mb: int
) -> list[Member]:
    """Every row of each cluster that holds one of `texts`, a row of a raw path in `leaving`, or whose id is one of
    `ids`; in the order of doc_id."""
    if store.head() is None:
        return []
    gone = set(leaving)
    with joining(memory_mb, store.spill) as base:
        for name, target in (("documents", "cast(null as varchar)"), ("duplicates", "duplicate_of")):
            files = listed(map(store.data_path, store.files(name)))
            base.execute(ROWS.format(name=name, target=target, files=files))
        for name, column, values in (("texts", "text_key", texts), ("paths", "raw_path", gone), ("ids", "doc_id", ids)):
            base.register(name, pa.table({column: pa.array(sorted(set(values)), pa.string())}))
        return [_member(row, gone) for row in base.sql(TOUCHED).to_arrow_table().to_pylist()]


def _member(row: dict[str, Any], gone: set[str]) -> Member:
    return Member(
        doc_id=row["doc_id"],
        path=row["raw_path"],
        offset=row["record_offset"],
        text_key=row["text_key"],
        published=row["published_date"],
        source=row["source"],
        url_key=url_key(row["url"]),
        chars=row["text_chars"],
        table=row["home"],
        place=os.path.basename(row["filename"]),
        index=row["file_row_number"],
        occurrence=row["record_occurrence"],
        cluster_id=row["cluster_id"],
        duplicate_of=row["duplicate_of"],
        revision_of=row["revision_of"],
        ingested_at=EPOCH + timedelta(microseconds=row["ingested_us"]),
        leaving=row["raw_path"] in gone,
    )
