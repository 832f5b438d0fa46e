"""Decide: the one global step. Ids for the staged documents, and which of equal ones stands for them all.

Rule 1: doc_id digests the file's identity and the record's key; equal keys of one file are numbered in file order.
Rule 2: documents are equal when their text_key is. Of equal ones the document already committed is canonical; among
        newcomers the earliest published, then by raw path and place.
Rule 3: a cluster's id is the doc_id of its first canonical and stays when that one goes.
Rule 4: only rows change that are staged, replaced, or whose canonical went: a promoted duplicate moves to documents,
        its fellows point to it.
"""

import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ingest.core.errors import AccountingError
from ingest.core.model import Identity
from ingest.core.paths import to_bytes
from ingest.core.schema import TIME
from ingest.pipeline import shards
from ingest.pipeline.settle import Outcome
from ingest.pipeline.shards import Staged
from ingest.store import Store, read_files

OLD_COLUMNS = ["doc_id", "raw_path", "text_key", "cluster_id", "published_date", "record_offset", "ingested_at"]
DECISION_SCHEMA = pa.schema(
    [
        pa.field("write", pa.bool_()),
        pa.field("doc_id", pa.string()),
        pa.field("record_occurrence", pa.int32()),
        pa.field("cluster_id", pa.string()),
        pa.field("duplicate_of", pa.string()),
        pa.field("ingested_at", TIME),
    ]
)


@dataclass(slots=True)
class Member:
    """A document on its way into a cluster, or one that stands already (`table` is set, `place` is its file)."""

    doc_id: str
    path: str
    offset: int
    text_key: str
    published: date | None
    table: str | None = None
    place: str = ""
    index: int = 0
    occurrence: int = 0
    cluster_id: str = ""
    duplicate_of: str | None = None
    ingested_at: datetime | None = None

    def order(self) -> tuple[date, bytes, int, int]:
        """Earliest published first, then by raw path and place in the file."""
        return (self.published or date.max, to_bytes(self.path), self.offset, self.occurrence)


@dataclass(slots=True)
class Decisions:
    """What a commit does to the rows. `replaced`: raw paths all of whose old rows go. `promoted`: duplicates that
    become documents. `retargeted`: duplicates whose canonical is another one now. `documents` counts new rows of
    documents by path. `touched`: names of data files that hold a row which goes or changes."""

    replaced: frozenset[str]
    promoted: set[str] = field(default_factory=set)
    retargeted: dict[str, str] = field(default_factory=dict)
    documents: Counter[str] = field(default_factory=Counter)
    stood_documents: Counter[str] = field(default_factory=Counter)
    touched: set[str] = field(default_factory=set)


def doc_id(identity: Identity, key: str, occurrence: int) -> str:
    """32 hex digits; stable as long as the file's identity and the record's key are."""
    said = b"\0".join(
        [to_bytes(identity.path), str(identity.generation).encode(), key.encode(), str(occurrence).encode()]
    )
    return hashlib.sha256(said).hexdigest()[:32]


def decide(
    outcomes: Mapping[str, Outcome],
    removed: Iterable[str],
    staged: Sequence[Staged],
    store: Store,
    now: datetime,
) -> Decisions:
    """Decide over the staged documents and all that stand; write a decisions file into each shard's folder.

    `removed` are raw paths whose rows shall go. Raises AccountingError where a shard does not hold what its tally
    says."""
    taken = {path: o for path, o in outcomes.items() if o.mode == "taken"}
    leaving = {o.arrival.was for o in taken.values() if o.arrival.was is not None} | set(removed)
    decisions = Decisions(frozenset(leaving))
    newcomers = _newcomers(taken, staged, store.staging)
    _hold_to_tally(taken, newcomers)
    old = _standing(store, leaving, {m.text_key for m in newcomers})
    clusters: dict[str, tuple[list[Member], list[Member]]] = defaultdict(lambda: ([], []))
    for m in newcomers:
        clusters[m.text_key][0].append(m)
    for m in old:
        clusters[m.text_key][1].append(m)
    in_use = _cluster_ids_in_use(store, leaving, newcomers)
    earlier = {m.doc_id: m for m in old}
    for key in sorted(clusters):
        _decide_cluster(key, *clusters[key], leaving, in_use, decisions)
    for m in newcomers:
        m.ingested_at = earlier[m.doc_id].ingested_at if m.doc_id in earlier else now
        decisions.documents[m.path] += m.duplicate_of is None
    _write_decisions(newcomers, staged, store.staging)
    return decisions


def _newcomers(taken: Mapping[str, Outcome], staged: Sequence[Staged], staging: str) -> list[Member]:
    """The staged documents of the files that are taken in, in file order, with their ids."""
    found: list[tuple[Member, str]] = []
    for shard in staged:
        columns = ["raw_path", "record_offset", "key", "text_key", "published_date"]
        table = shards.read(staging, shard.name, "documents", columns)
        for index, r in enumerate(table.to_pylist()):
            if r["raw_path"] in taken:
                offset = r["record_offset"] if r["record_offset"] is not None else -1
                member = Member("", r["raw_path"], offset, r["text_key"], r["published_date"], None, shard.name, index)
                found.append((member, r["key"]))
    found.sort(key=lambda f: (f[0].path, f[0].offset, f[0].index))
    seen: Counter[tuple[str, str]] = Counter()
    for member, key in found:
        member.occurrence = seen[member.path, key]
        seen[member.path, key] += 1
        member.doc_id = doc_id(taken[member.path].arrival.file.identity, key, member.occurrence)
    return [member for member, _ in found]


def _hold_to_tally(taken: Mapping[str, Outcome], newcomers: Sequence[Member]) -> None:
    counted = Counter(m.path for m in newcomers)
    for path, outcome in taken.items():
        outcome.tally.check(path, "commit")
        if counted[path] != outcome.tally.kept:
            raise AccountingError(
                f"{path}: {outcome.tally.kept} documents were staged, {counted[path]} are in the shards"
            )


def _standing(store: Store, leaving: set[str], keys: set[str]) -> list[Member]:
    """The rows that leave, and all that share a text_key with them or with the newcomers."""
    if store.head() is None:
        return []
    paths = pa.array(sorted(leaving), pa.string())
    tables = [
        (t, f.name, read_files(store.processed, [f], OLD_COLUMNS))
        for t in ("documents", "duplicates")
        for f in store.files(t)
    ]
    wanted = set(keys)
    if leaving:
        for _, _, table in tables:
            wanted.update(table.filter(pc.is_in(table["raw_path"], value_set=paths))["text_key"].to_pylist())
    values, out = pa.array(sorted(wanted), pa.string()), []
    for name, place, table in tables:
        hit = pc.or_(pc.is_in(table["text_key"], value_set=values), pc.is_in(table["raw_path"], value_set=paths))
        for r in table.filter(hit).to_pylist():
            offset = r["record_offset"] if r["record_offset"] is not None else -1
            out.append(
                Member(
                    r["doc_id"],
                    r["raw_path"],
                    offset,
                    r["text_key"],
                    r["published_date"],
                    name,
                    place,
                    cluster_id=r["cluster_id"],
                    ingested_at=r["ingested_at"],
                )
            )
    return out


def _cluster_ids_in_use(store: Store, leaving: set[str], newcomers: Sequence[Member]) -> dict[str, str]:
    """Cluster ids that a new cluster might want but another text that stays holds: id -> text_key."""
    if store.head() is None or not newcomers:
        return {}
    wanted = pa.array(sorted({m.doc_id for m in newcomers}), pa.string())
    out = {}
    for name in ("documents", "duplicates"):
        table = store.read(name, ["cluster_id", "text_key", "raw_path"], pc.field("cluster_id").isin(wanted))
        out.update({r["cluster_id"]: r["text_key"] for r in table.to_pylist() if r["raw_path"] not in leaving})
    return out


def _decide_cluster(
    key: str,
    newcomers: list[Member],
    old: list[Member],
    leaving: set[str],
    in_use: Mapping[str, str],
    decisions: Decisions,
) -> None:
    """Choose the canonical of one text and say what follows (rules 2 to 4)."""
    survivors = [m for m in old if m.path not in leaving]
    for m in old:
        if m.path in leaving:
            decisions.touched.add(m.place)
    if not newcomers and not survivors:
        return
    returning = {m.doc_id for m in old if m.path in leaving}
    committed = survivors + [m for m in newcomers if m.doc_id in returning]
    first = {m.doc_id for m in old if m.table == "documents"}
    canonical = next((m for m in committed if m.doc_id in first), None)
    canonical = canonical or min(committed or newcomers, key=Member.order)
    if old:
        cluster = min(m.cluster_id for m in old)
    elif in_use.get(canonical.doc_id, key) == key:
        cluster = canonical.doc_id
    else:  # that id names the cluster the document has left
        cluster = hashlib.sha256(f"{canonical.doc_id} {key}".encode()).hexdigest()[:32]
    for m in newcomers:
        m.cluster_id = cluster
        m.duplicate_of = None if m is canonical else canonical.doc_id
    gone = canonical.doc_id not in first
    for m in survivors:
        if m is canonical and m.table == "duplicates":
            decisions.promoted.add(m.doc_id)
            decisions.touched.add(m.place)
            decisions.stood_documents[m.path] += 1
        elif m is not canonical and gone and old:
            decisions.retargeted[m.doc_id] = canonical.doc_id
            decisions.touched.add(m.place)


def _write_decisions(newcomers: Sequence[Member], staged: Sequence[Staged], staging: str) -> None:
    by_shard: dict[str, dict[int, Member]] = {s.name: {} for s in staged}
    for member in newcomers:
        by_shard[member.place][member.index] = member
    for shard in staged:
        count = sum(r.tally.kept for r in shard.results)
        rows: list[dict[str, Any]] = []
        for index in range(count):
            m = by_shard[shard.name].get(index)
            rows.append(
                {
                    "write": m is not None,
                    "doc_id": m.doc_id if m else None,
                    "record_occurrence": m.occurrence if m else None,
                    "cluster_id": m.cluster_id if m else None,
                    "duplicate_of": m.duplicate_of if m else None,
                    "ingested_at": m.ingested_at if m else None,
                }
            )
        path = os.path.join(staging, shard.name, "decisions.arrow")
        with pa.OSFile(path, "wb") as sink, pa.ipc.new_file(sink, DECISION_SCHEMA) as writer:
            writer.write_table(pa.Table.from_pylist(rows, DECISION_SCHEMA))
