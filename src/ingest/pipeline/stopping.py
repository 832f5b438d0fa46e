"""When a run is told to stop: which part of a group is whole, so that it can be committed at once.

Files are wholly in or not at all, and shards are too; so a file stays out when a batch of it is missing, a batch stays
out when a file of it stays out, and files that moved in a chain stay together.
"""

from collections.abc import Iterable, Sequence

from ingest.discover import Arrival
from ingest.pipeline.borders import apart
from ingest.pipeline.plan import Batch, Group, chains
from ingest.pipeline.shards import Staged


def whole(
    group: Group, work: Sequence[Batch], staged: Iterable[Staged], most_bytes: float
) -> tuple[tuple[Arrival, ...], list[Staged]]:
    """The arrivals of which everything is staged, and their shards in the order of the plan; no more than about
    `most_bytes` of raw bytes. What is left out stays staged for the next run."""
    by_name = {s.name: s for s in staged}
    ready: dict[str, Batch] = {}
    size = 0
    for batch in work:
        if batch.name in by_name and size + batch.size_bytes <= most_bytes:
            ready[batch.name] = batch
            size += batch.size_bytes
    linked = [{a.file.path for a in chain} for chain in chains(group.arrivals)]
    paths = {b.name: {i.part.file.path for i in b.items} for b in work}
    uneven = apart(by_name.values())
    while True:
        out = set().union(uneven, *(paths[n] for n in paths if n not in ready))
        out = set().union(out, *(chain for chain in linked if chain & out))
        late = [name for name in ready if paths[name] & out]
        if not late:
            break
        for name in late:
            del ready[name]
    arrivals = tuple(a for a in group.arrivals if a.file.path not in out)
    return arrivals, [by_name[b.name] for b in work if b.name in ready]
