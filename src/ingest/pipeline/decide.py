"""Decide: the one global step. Ids for the staged documents, and which of those that are one article stands for it.

Rule 1: doc_id digests the file's identity and the record's key; equal keys of one file are numbered in file order.
Rule 2: documents are one article when their texts are connected by pairs that were verified (`ingest.dedupe`).
Rule 3: only rows change that are staged, replaced, or whose cluster changed: a promoted duplicate moves to documents,
        its fellows point to it; where two clusters turn out to be one, the rows of the younger follow the older.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from ingest.dedupe import NEAR, Connected, Member, Placed, Placing, first, oldest, own_id, place
from ingest.pipeline import near
from ingest.pipeline.context import Context
from ingest.pipeline.decisions_file import write_decisions
from ingest.pipeline.ids import newcomers as with_ids
from ingest.pipeline.relations import related, unasked
from ingest.pipeline.settle import Outcome
from ingest.pipeline.shards import Staged
from ingest.pipeline.spots import Spot, spot
from ingest.pipeline.standing import standing
from ingest.pipeline.verify import Verdict

Verdicts = Mapping[tuple[str, str], Verdict]


@dataclass(frozen=True, slots=True)
class NewPlace:
    """What a standing row is from now on; `duplicate_of` None: a row of documents."""

    cluster_id: str
    duplicate_of: str | None
    method: str | None
    similarity: float | None


@dataclass(slots=True)
class Decisions:
    """What a commit does to the rows. `replaced`: raw paths all of whose old rows go. `changed`: standing rows that
    become something else, by doc_id. `documents` counts new rows of documents by path, `stood_documents` standing ones
    that came to documents (or, negative, left it). `touched`: names of data files that hold a row which goes or
    changes. `merges`: cluster ids that are gone, and what their documents have instead."""

    replaced: frozenset[str]
    changed: dict[str, NewPlace] = field(default_factory=dict)
    promoted: int = 0
    documents: Counter[str] = field(default_factory=Counter)
    stood_documents: Counter[str] = field(default_factory=Counter)
    touched: set[str] = field(default_factory=set)
    merges: dict[str, str] = field(default_factory=dict)


def decide(
    this: Context, outcomes: Mapping[str, Outcome], removed: Iterable[str], staged: Sequence[Staged], now: datetime
) -> Decisions:
    """Decide over the staged documents and all that stand; write a decisions file into each shard's folder.

    `removed` are raw paths whose rows shall go. Raises AccountingError where a shard does not hold what its tally
    says."""
    taken = {path: o for path, o in outcomes.items() if o.mode == "taken"}
    leaving = {o.arrival.was for o in taken.values() if o.arrival.was is not None} | set(removed)
    news = with_ids(taken, staged, this.store.staging)
    found = near.found(this, news, staged, leaving)
    texts = {m.text_key for m in news} | {text for pair in found.verdicts for text in pair}
    old = standing(this.store, texts, leaving, [m.doc_id for m in news], this.settings.dedupe.memory_mb)
    clusters = _clusters(this, news, old, found.verdicts)
    where = {m.text_key: spot(m) for m in (*old, *news)}
    _measure(this, clusters, found, where)
    more = near.verdicts(this, "holding", sorted(unasked(clusters, found.verdicts)), where, found.discounted)
    earlier = {m.doc_id: m.ingested_at for m in old}
    for m in news:
        m.ingested_at = earlier.get(m.doc_id)
    relations = related(clusters, {**more, **found.verdicts})
    write_decisions(this.store.staging, staged, clusters, relations, found.capped, now)
    return _decisions(frozenset(leaving), old, clusters)


def _clusters(this: Context, news: Sequence[Member], old: Sequence[Member], found: Verdicts) -> list[Placed]:
    """Every cluster that gains, loses or changes a row."""
    groups = _groups(news, old, found)
    names = {m.cluster_id for m in old if not m.leaving}
    names |= _merged(this, [m.doc_id for m in news])
    settings, out = this.settings.dedupe, list[Placed]()
    stood = [{m.cluster_id for m in group if m.table is not None} for group in groups]
    for ids, group in sorted(zip(stood, groups, strict=True), key=lambda g: not g[0]):  # new names know all old ones
        name = oldest(ids, group) if ids else own_id(first(group, settings), names.__contains__)
        names.add(name)
        placed = place(group, name, settings)
        out += [placed] if placed else []
    return out


def _merged(this: Context, ids: Sequence[str]) -> set[str]:
    """Those of the ids that named a cluster which was merged into another; only files and row groups that may hold
    one are read."""
    asked = pc.field("old_id").isin(pa.array(ids, pa.string()))
    return set(this.store.read("cluster_merges", ["old_id"], asked)["old_id"].to_pylist()) if ids else set()


def _groups(news: Sequence[Member], old: Sequence[Member], found: Verdicts) -> list[list[Member]]:
    """Members by what connects them: the same text, a cluster they have, or a verified pair of texts.

    A text whose last row leaves connects nothing any more; the others of its cluster stay together."""
    connected: Connected[tuple[str, str]] = Connected()
    here = {m.text_key for m in news}
    alive = here | {m.text_key for m in old if not m.leaving}
    for m in old:
        if m.text_key in alive:
            connected.join(("text", m.text_key), ("cluster", m.cluster_id))
    for (a, b), verdict in sorted(found.items()):
        if verdict.kind == NEAR and a in alive and b in alive:
            connected.join(("text", a), ("text", b))
    groups: dict[tuple[str, str], list[Member]] = {}
    for m in sorted((*news, *old), key=lambda m: (m.doc_id, m.table or "")):
        node = ("text", m.text_key) if m.table is None else ("cluster", m.cluster_id)
        groups.setdefault(connected.root(node), []).append(m)
    return list(groups.values())


def _measure(this: Context, clusters: Sequence[Placed], found: near.Found, where: Mapping[str, Spot]) -> None:
    """Fill in how similar each near duplicate is to the document that stands for it."""
    open_ = [p for c in clusters for p in c.placings if p.duplicate_of is not None and p.similarity is None]
    wanted = {_pair(p) for p in open_}
    lacking = sorted(wanted - found.verdicts.keys())
    known = {**found.verdicts, **near.verdicts(this, "similarity", lacking, where, found.discounted)}
    for p in open_:
        p.similarity = known[_pair(p)].similarity


def _pair(placing: Placing) -> tuple[str, str]:
    assert placing.duplicate_of is not None  # asked of duplicates alone
    a, b = sorted((placing.member.text_key, placing.duplicate_of.text_key))
    return a, b


def _decisions(leaving: frozenset[str], old: Sequence[Member], clusters: Sequence[Placed]) -> Decisions:
    decisions = Decisions(leaving, touched={m.place for m in old if m.leaving})
    for cluster in clusters:
        decisions.merges.update(dict.fromkeys(cluster.merged, cluster.cluster_id))
        for p in cluster.placings:
            m, target = p.member, p.duplicate_of.doc_id if p.duplicate_of else None
            if m.table is None:
                decisions.documents[m.path] += target is None
                continue
            decisions.changed[m.doc_id] = NewPlace(p.cluster_id, target, p.method, p.similarity)
            decisions.touched.add(m.place)
            decisions.stood_documents[m.path] += (target is None) - (m.table == "documents")
            decisions.promoted += target is None and m.table == "duplicates"
    return decisions
