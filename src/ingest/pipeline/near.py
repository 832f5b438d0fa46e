"""Near: which of the texts at hand are the same article, by the index, the texts, and nothing else."""

from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from ingest.core.schema import BANDS
from ingest.dedupe import Index, Member, candidate_pairs, fresh_keys
from ingest.pipeline import shards
from ingest.pipeline.context import Context
from ingest.pipeline.shards import Staged
from ingest.pipeline.verify import Verdict, tasks

KEYS = ["text_key", "keys", "url_key"]


def candidates(
    this: Context, newcomers: Sequence[Member], staged: Sequence[Staged], leaving: set[str]
) -> list[tuple[str, str]]:
    """Pairs of text_keys that share a key, of which one text is new for it."""
    options = this.settings.dedupe
    if options.level != "near" or not newcomers:
        return []
    places: dict[str, list[int]] = {}
    for m in newcomers:
        places.setdefault(m.place, []).append(m.index)
    staging = this.store.staging
    bands = [
        shards.read(staging, s.name, "bands", KEYS).take(pa.array(places[s.name])) for s in staged if s.name in places
    ]
    files = [this.store.data_path(f) for f in this.store.files(BANDS.name)]
    index = Index(files, leaving, {m.text_key for m in newcomers})
    fresh = fresh_keys(pa.concat_tables(bands))
    return candidate_pairs(fresh, index, options.band_cap, options.memory_mb, this.store.spill)


def verdicts(
    this: Context, name: str, pairs: Iterable[tuple[str, str]], where: Mapping[str, Member]
) -> dict[tuple[str, str], Verdict]:
    """The pairs compared on their texts, in workers."""
    work = tasks(name, pairs, where, this.settings)
    found = (v for answers in (this.map_step("verify", work) if work else ()) for v in answers)
    return {(v.a, v.b): v for v in found}
