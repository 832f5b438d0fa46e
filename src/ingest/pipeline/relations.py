"""Relations between documents that are no duplicates: one holds the other, or is a later version of it.

Rule 1: a document is named only where its own text was compared, and holds or is held.
Rule 2: of a cluster one is named: the document that stands for it, if rule 1 allows, else another that stands, else a duplicate.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.dedupe import CONTAINS, Member, Placed, came
from ingest.pipeline.verify import Verdict

MOST = 20  # doc_ids of a list
Pair = tuple[str, str]
Verdicts = Mapping[Pair, Verdict]


@dataclass(slots=True)
class Related:
    """What a new row says of others: doc_ids."""

    contains: list[str] = field(default_factory=list)
    contained_in: list[str] = field(default_factory=list)
    revision_of: str | None = None


def unasked(clusters: Sequence[Placed], found: Verdicts) -> set[Pair]:
    """The pairs still to be compared: a text that holds a member of another cluster, or is held by it, with who
    stands for that one."""
    pairs = {_pair(text, cluster.canonical.text_key) for text, _, _, cluster in _held(clusters, found)}
    return {p for p in pairs if p not in found}


def related(clusters: Sequence[Placed], found: Verdicts) -> dict[str, Related]:
    """By doc_id of a newcomer. A version with the same address, grown too much to be a duplicate, follows the document
    that came before."""
    out: dict[str, Related] = defaultdict(Related)
    earlier: dict[str, list[Member]] = defaultdict(list)
    newcomers: dict[str, list[Member]] = defaultdict(list)
    for m in (m for c in clusters for m in c.members if m.table is None):
        newcomers[m.text_key].append(m)
    others: dict[tuple[str, str, str], set[str]] = defaultdict(set)  # texts, by text, relation and their cluster
    by_id = {c.cluster_id: c for c in clusters}
    for text, other, name, cluster in _held(clusters, found):
        others[text, name, cluster.cluster_id].add(other)
    for (text, name, cluster_id), texts in sorted(others.items()):
        named = _named(by_id[cluster_id], texts).doc_id
        for m in newcomers[text]:
            listed = getattr(out[m.doc_id], name)
            listed += [named] if len(listed) < MOST else []
            earlier[m.doc_id] += _before(m, texts, by_id[cluster_id])
    for doc_id, versions in earlier.items():
        if versions:
            out[doc_id].revision_of = max(versions, key=came).doc_id
    return out


def _held(clusters: Sequence[Placed], found: Verdicts) -> Iterator[tuple[str, str, str, Placed]]:
    """A text, one of another cluster, what the first does to it, and that cluster."""
    cluster_of = {m.text_key: c for c in clusters for m in c.members if not m.leaving}
    for (a, b), verdict in sorted(found.items()):
        if verdict.kind != CONTAINS or a not in cluster_of or b not in cluster_of or cluster_of[a] is cluster_of[b]:
            continue
        longer, shorter = (a, b) if verdict.longer == a else (b, a)
        yield longer, shorter, "contains", cluster_of[shorter]
        yield shorter, longer, "contained_in", cluster_of[longer]


def _named(cluster: Placed, texts: set[str]) -> Member:
    """Who is named of the members with one of these texts."""
    duplicates = {p.member.doc_id for p in cluster.placings if p.duplicate_of is not None}
    changed = {p.member.doc_id for p in cluster.placings}

    def rank(m: Member) -> tuple[object, ...]:
        duplicate = m.doc_id in duplicates or (m.table == "duplicates" and m.doc_id not in changed)
        return (m is not cluster.canonical, duplicate, *came(m))

    return min((m for m in cluster.members if m.text_key in texts and not m.leaving), key=rank)


def _before(m: Member, texts: set[str], cluster: Placed) -> list[Member]:
    """The documents of these texts with the same address that came before `m`."""
    if m.url_key is None:
        return []
    same = [o for o in cluster.members if o.text_key in texts and o.url_key == m.url_key and not o.leaving]
    return [o for o in same if o.table is not None or came(o) < came(m)]


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
