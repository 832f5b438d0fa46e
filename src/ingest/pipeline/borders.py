"""Whether the parts of a cut file meet: each must end where the next one begins.

Where a record begins is a matter of judgement in a damaged container (a WARC whose length is wrong). Two workers that
read from different places may judge differently, and what lies between would be lost, or there twice.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from ingest.pipeline.shards import ItemResult, Staged


def apart(staged: Iterable[Staged]) -> frozenset[str]:
    """Raw paths of files whose parts do not meet, or hold not one record between them: they have to be read in one piece."""
    parts: dict[str, list[ItemResult]] = defaultdict(list)
    for shard in staged:
        for result in shard.results:
            parts[result.path].append(result)
    return frozenset(path for path, results in parts.items() if len(results) > 1 and not _meet(results))


def _meet(results: list[ItemResult]) -> bool:
    """Whether every part that says where it ends is met by the next."""
    in_order = sorted(results, key=lambda r: r.start)
    return any(r.tally.records for r in results) and all(
        None in (a.after, b.first) or a.after == b.first for a, b in pairwise(in_order)
    )
