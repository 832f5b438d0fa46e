"""Decide, within one cluster: its id, which member stands for it, and what each of the others is to that one.

Rule 1: a cluster keeps the id it has; where several became one, that of the oldest, and the others are recorded.
Rule 2: the member that stood for it already goes on doing so; where none did or it is gone, the order of the settings
        chooses, first among those already committed.
Rule 3: none of them stands that is cut, much shorter than another: it gives way to one that is not, whoever came first.
Rule 4: a new document with the address of one that stands, and other words, is a later version: it stands too.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from ingest.core.options.dedupe import Dedupe
from ingest.core.paths import to_bytes

DOCUMENTS, DUPLICATES = "documents", "duplicates"
EXACT, NEAR = "exact", "near"


@dataclass(slots=True)
class Member:
    """A document on its way into a cluster (`table` None), or one that stands in a table already; `place` and `index`
    say where its row is. `leaving`: its row goes with this commit."""

    doc_id: str
    path: str
    offset: int
    text_key: str
    published: date | None = None
    source: str | None = None
    url_key: int | None = None
    chars: int = 0
    table: str | None = None
    place: str = ""
    index: int = 0
    occurrence: int = 0
    cluster_id: str = ""
    duplicate_of: str | None = None
    revision_of: str | None = None
    ingested_at: datetime | None = None
    leaving: bool = False


@dataclass(slots=True)
class Placing:
    """What a member is from now on. `duplicate_of` None: it stands in documents. `method` and `similarity` belong to
    a duplicate; the similarity of a near one is filled in when it has been measured."""

    member: Member
    cluster_id: str
    duplicate_of: Member | None = None
    method: str | None = None
    revision_of: str | None = None
    similarity: float | None = None


@dataclass(slots=True)
class Placed:
    """One cluster. `canonical` stands for it; `members` are all it had and has. `placings` are of newcomers and of standing members that change.
    `merged` are cluster ids that it has swallowed."""

    cluster_id: str
    canonical: Member
    members: Sequence[Member]
    placings: list[Placing] = field(default_factory=list)
    merged: tuple[str, ...] = ()


Order = Callable[[Member], Any]


def order(settings: Dedupe) -> Order:
    """A key by which members are sorted, the best canonical first; the last parts tell all members apart. Where no date
    decides, the longest is the best."""
    preference, kind = _preference(settings), settings.canonical

    def key(m: Member) -> tuple[Any, ...]:
        day, *path = came(m)
        return (preference(m), day if kind == "published" else None, 0 if kind == "met" else -m.chars, *path)

    return key


def came(m: Member) -> tuple[Any, ...]:
    """A key by which versions of an article are sorted, the earliest first; without dates by raw path and place in it."""
    return (m.published or date.max, to_bytes(m.path), m.offset, m.occurrence, m.doc_id)


def _preference(settings: Dedupe) -> Callable[[Member], int]:
    rank = {source: i for i, source in enumerate(settings.prefer_sources)}
    return lambda m: rank.get(m.source or "", len(rank))


def uncut(members: Sequence[Member], settings: Dedupe) -> list[Member]:
    """Those that may stand for a cluster of these members, at least one of them. The others are cut: shorter than the
    share `settings.whole` of another whose source is preferred no less. Of two near texts one holds nearly all of the
    shorter, so lengths tell. Versions at one address stand beside one another, those that come and those that do already:
    the longest of them tells for all."""
    preference = _preference(settings)
    versions: dict[int | None, int] = {}
    for m in members:
        beside = m.table is None or (m.table == DOCUMENTS and m.revision_of is not None)
        if m.url_key is not None and beside:
            versions[m.url_key] = max(versions.get(m.url_key, 0), m.chars)
    out, fullest = list[Member](), 0
    for _, group in groupby(sorted(members, key=preference), preference):
        alike = list(group)
        fullest = max(fullest, *(m.chars for m in alike))
        out += [m for m in alike if max(m.chars, versions.get(m.url_key, 0)) >= settings.whole * fullest]
    return out


def first(members: Sequence[Member], settings: Dedupe) -> Member:
    """Who of these stands: the best that is not cut. Length tells neither the same words in another layout apart, nor
    versions at one address: of those it is who came first."""
    may = uncut(members, settings)
    best = min(may, key=order(settings))
    if settings.canonical != "published":
        return best
    preference = _preference(settings)
    level, url = preference(best), best.url_key
    alike = (m for m in may if m.text_key == best.text_key or (url is not None and m.url_key == url))
    return min((m for m in alike if preference(m) == level), key=came)


def oldest(ids: Iterable[str], members: Iterable[Member]) -> str:
    """The cluster id whose first member was ingested first."""
    wanted = set(ids)
    return min((m.ingested_at, m.cluster_id) for m in members if m.cluster_id in wanted and m.ingested_at)[1]


def own_id(canonical: Member, taken: Callable[[str], bool]) -> str:
    """The id of a new cluster: its first canonical's doc_id, or a hash where that names another cluster (the one this
    document has left)."""
    if not taken(canonical.doc_id):
        return canonical.doc_id
    return hashlib.sha256(f"{canonical.doc_id} {canonical.text_key}".encode()).hexdigest()[:32]


def place(members: Sequence[Member], cluster_id: str, settings: Dedupe) -> Placed | None:
    """Decide one cluster. `members` are newcomers, standing ones and leaving ones; None where none is left.

    `cluster_id` is the id it shall have; standing members with another one were merged into it.
    """
    staying = [m for m in members if not m.leaving]
    if not staying:
        return None
    canonical = _canonical(members, staying, cluster_id, settings)
    placed = Placed(cluster_id, canonical, members, merged=tuple(sorted(_other_ids(staying, cluster_id))))
    standing = [m for m in staying if m.table is not None]
    kept = {canonical.text_key: canonical}
    versions = [m for m in standing if m is canonical or (m.table == DOCUMENTS and m.revision_of is not None)]
    versions += [canonical] if canonical.table is None else []
    for m in sorted(versions, key=came):
        kept.setdefault(m.text_key, m)
    for m in sorted((m for m in staying if m.table is None), key=came):
        placing = _newcomer(m, canonical, kept, cluster_id)
        if placing.revision_of is not None:
            kept[m.text_key] = m
        placed.placings.append(placing)
    for m in standing:
        placing = _newly_placed(m, canonical, kept, cluster_id)
        if _changes(m, placing):
            placed.placings.append(placing)
    return placed


def _other_ids(staying: Iterable[Member], cluster_id: str) -> set[str]:
    return {m.cluster_id for m in staying if m.table is not None} - {cluster_id}


def _canonical(members: Sequence[Member], staying: Sequence[Member], cluster_id: str, settings: Dedupe) -> Member:
    heads: dict[str, Member] = {}  # who stood for each cluster: no version beside its article while that is there
    better = order(settings)
    for m in sorted((m for m in members if m.table == DOCUMENTS), key=_head(better)):
        heads.setdefault(m.cluster_id, m)
    headed = {m.doc_id: m.cluster_id for m in heads.values()}
    known = {m.doc_id for m in members if m.table is not None}

    def rank(m: Member) -> int:
        head = headed.get(m.doc_id)
        return 0 if head == cluster_id else 1 if head else 2 if m.doc_id in known else 3

    may = uncut(staying, settings)
    least = min(map(rank, may))
    return first([m for m in may if rank(m) == least], settings)


def _head(better: Order) -> Order:
    return lambda m: (m.revision_of is not None, m.ingested_at, better(m))


def _newcomer(m: Member, canonical: Member, kept: dict[str, Member], cluster_id: str) -> Placing:
    if m is canonical:
        return Placing(m, cluster_id)
    twin = kept.get(m.text_key)
    if twin is not None:
        return Placing(m, cluster_id, twin, EXACT, similarity=1.0)
    earlier = [k for k in kept.values() if k.url_key == m.url_key] if m.url_key is not None else []
    if earlier:
        return Placing(m, cluster_id, revision_of=earlier[-1].doc_id)
    return Placing(m, cluster_id, canonical, NEAR)


def _newly_placed(m: Member, canonical: Member, kept: dict[str, Member], cluster_id: str) -> Placing:
    """A standing member as it shall be."""
    twin = kept.get(m.text_key)
    if m is canonical or twin is m:
        return Placing(m, cluster_id, revision_of=m.revision_of)
    if twin is not None:
        return Placing(m, cluster_id, twin, EXACT, similarity=1.0)
    return Placing(m, cluster_id, canonical, NEAR)


def _changes(m: Member, placing: Placing) -> bool:
    target = placing.duplicate_of.doc_id if placing.duplicate_of else None
    return (m.cluster_id, m.duplicate_of) != (placing.cluster_id, target)
