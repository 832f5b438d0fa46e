"""The decisions file of a shard: one row for each staged document, in its order."""

import os
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from ingest.core.schema import TIME
from ingest.dedupe import Placed, Placing
from ingest.pipeline.relations import Related
from ingest.pipeline.shards import Staged

FILE = "decisions.arrow"
DECISIONS = pa.schema(
    [
        pa.field("write", pa.bool_()),
        pa.field("doc_id", pa.string()),
        pa.field("record_occurrence", pa.int32()),
        pa.field("cluster_id", pa.string()),
        pa.field("duplicate_of", pa.string()),
        pa.field("duplicate_method", pa.string()),
        pa.field("duplicate_similarity", pa.float32()),
        pa.field("revision_of", pa.string()),
        pa.field("contains", pa.list_(pa.string())),
        pa.field("contained_in", pa.list_(pa.string())),
        pa.field("capped", pa.bool_()),
        pa.field("ingested_at", TIME),
    ]
)


def write_decisions(
    staging: str,
    staged: Sequence[Staged],
    clusters: Sequence[Placed],
    related: Mapping[str, Related],
    capped: Collection[str],
    now: datetime,
) -> None:
    """Write a shard's decisions into its folder. A newcomer without a date of first ingestion gets `now`; `capped` are
    text_keys, see `near.Found`."""
    by_shard: dict[str, dict[int, dict[str, Any]]] = {s.name: {} for s in staged}
    for cluster in clusters:
        for p in cluster.placings:
            if p.member.table is None:
                by_shard[p.member.place][p.member.index] = _row(p, related.get(p.member.doc_id, Related()), now) | {
                    "capped": p.member.text_key in capped
                }
    for shard in staged:
        count = sum(r.tally.kept for r in shard.results)
        rows = [by_shard[shard.name].get(index, {"write": False}) for index in range(count)]
        path = os.path.join(staging, shard.name, FILE)
        with pa.OSFile(path, "wb") as sink, pa.ipc.new_file(sink, DECISIONS) as writer:
            writer.write_table(pa.Table.from_pylist(rows, DECISIONS))


def _row(placing: Placing, related: Related, now: datetime) -> dict[str, Any]:
    m, target = placing.member, placing.duplicate_of
    revision = placing.revision_of or (related.revision_of if target is None else None)
    return {
        "write": True,
        "doc_id": m.doc_id,
        "record_occurrence": m.occurrence,
        "cluster_id": placing.cluster_id,
        "duplicate_of": target.doc_id if target else None,
        "duplicate_method": placing.method,
        "duplicate_similarity": placing.similarity,
        "revision_of": revision,
        "contains": related.contains,
        "contained_in": related.contained_in,
        "ingested_at": m.ingested_at or now,
    }


def read_decisions(staging: str, shard: str) -> pa.Table:
    """What `write_decisions` wrote for a shard."""
    with pa.memory_map(os.path.join(staging, shard, FILE)) as source:
        return pa.ipc.open_file(source).read_all()
