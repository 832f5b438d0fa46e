"""Relations between documents that are no duplicates: one holds the other, or is a later version of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.dedupe import CONTAINS, Member, Placed, came
from ingest.pipeline.verify import Verdict

MOST = 20  # doc_ids of a list


@dataclass(slots=True)
class Related:
    """What a new row says of others: doc_ids."""

    contains: list[str] = field(default_factory=list)
    contained_in: list[str] = field(default_factory=list)
    revision_of: str | None = None


def related(clusters: Sequence[Placed], found: Mapping[tuple[str, str], Verdict]) -> dict[str, Related]:
    """By doc_id of a newcomer. A related text is named by the document that stands for its cluster; a version with
    the same address, grown too much to be a duplicate, by the document that came before."""
    out: dict[str, Related] = defaultdict(Related)
    earlier: dict[str, list[Member]] = defaultdict(list)
    cluster_of = {p.text_key: c for c in clusters for p in c.members}
    for (a, b), verdict in sorted(found.items()):
        if verdict.kind != CONTAINS or a not in cluster_of or b not in cluster_of or cluster_of[a] is cluster_of[b]:
            continue
        longer, shorter = (a, b) if verdict.longer == a else (b, a)
        for text, other, name in ((longer, shorter, "contains"), (shorter, longer, "contained_in")):
            for m in cluster_of[text].members:
                if m.table is None and m.text_key == text and not m.leaving:
                    listed = getattr(out[m.doc_id], name)
                    if len(listed) < MOST and cluster_of[other].canonical.doc_id not in listed:
                        listed.append(cluster_of[other].canonical.doc_id)
                    earlier[m.doc_id] += _before(m, other, cluster_of[other])
    for doc_id, versions in earlier.items():
        if versions:
            out[doc_id].revision_of = max(versions, key=came).doc_id
    return out


def _before(m: Member, text: str, cluster: Placed) -> list[Member]:
    """The documents of that text with the same address that came before `m`."""
    if m.url_key is None:
        return []
    same = [o for o in cluster.members if o.text_key == text and o.url_key == m.url_key and not o.leaving]
    return [o for o in same if o.table is not None or came(o) < came(m)]
