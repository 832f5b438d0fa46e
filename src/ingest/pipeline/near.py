"""Near: which of the texts at hand are the same article, by the index, the texts, and nothing else.

Which pairs are compared, and why what they connect does not depend on the order of arrival, stands in `dedupe.rounds`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from ingest.core.schema import BANDS
from ingest.dedupe import CONTAINS, NEAR, Connected, Index, Member, Rounds, Shared, shared_keys, sharing_passages
from ingest.pipeline import discount, shards
from ingest.pipeline.context import Context
from ingest.pipeline.shards import Staged
from ingest.pipeline.spots import Spot, spot, stored
from ingest.pipeline.verify import Verdict, tasks

KEYS = ["text_key", "keys", "url_key", "figures", "paragraphs"]


@dataclass(slots=True)
class Found:
    """What comparing gave. `verdicts` are those of pairs that have a kind, by text_keys; `spots` say where the text of
    each of `texts` is; `capped` are text_keys that were compared with as many others as the settings allow, and more
    were left. `discounted`: file of the paragraphs that did not count."""

    verdicts: dict[tuple[str, str], Verdict] = field(default_factory=dict)
    spots: dict[str, Spot] = field(default_factory=dict)
    capped: set[str] = field(default_factory=set)
    discounted: str | None = None


def found(this: Context, newcomers: Sequence[Member], staged: Sequence[Staged], leaving: set[str]) -> Found:
    """Compare the newcomers with one another and with all that stand."""
    options = this.settings.dedupe
    if options.level != "near" or not newcomers:
        return Found()
    bands = _bands(this, newcomers, staged)
    files = [this.store.data_path(f) for f in this.store.files(BANDS.name)]
    index = Index(files, leaving, {m.text_key for m in newcomers})
    shared = shared_keys(bands, index, options.memory_mb, this.store.spill)
    passages = sharing_passages(bands, index, options.memory_mb, this.store.spill)
    texts = {*shared.texts, *(text for pair in passages for text in pair)}
    old, clusters = stored(this.store, texts, options.memory_mb)
    out = Found(spots=old | {m.text_key: spot(m) for m in newcomers})
    if options.discount:
        out.discounted = discount.write(this.store, bands, texts, options.discount, options.memory_mb)
    connected, groups = _groups(shared, clusters)
    rounds = Rounds(shared, groups, options.band_cap, options.figures)
    for block in rounds.blocks():
        pairs = [(shared.texts[a], shared.texts[b]) for a, b in block.tolist()]
        for pair, verdict in verdicts(this, "near", pairs, out.spots, out.discounted).items():
            if verdict.kind is not None:
                out.verdicts[pair] = verdict
            if verdict.kind == NEAR:
                connected.join(*(clusters.get(text, text) for text in pair))
    out.capped = {shared.texts[i] for i in rounds.capped}
    roots = {text: connected.root(clusters.get(text, text)) for text in texts}
    apart = [(a, b) for a, b in passages if roots[a] != roots[b] and (a, b) not in out.verdicts]
    held = verdicts(this, "passages", apart, out.spots, out.discounted)
    out.verdicts |= {pair: verdict for pair, verdict in held.items() if verdict.kind == CONTAINS}
    return out


def _bands(this: Context, newcomers: Sequence[Member], staged: Sequence[Staged]) -> pa.Table:
    """The newcomers' rows of the table bands."""
    places: dict[str, list[int]] = {}
    for m in newcomers:
        places.setdefault(m.place, []).append(m.index)
    staging = this.store.staging
    return pa.concat_tables(
        shards.read(staging, s.name, "bands", KEYS).take(pa.array(places[s.name])) for s in staged if s.name in places
    )


def _groups(shared: Shared, clusters: Mapping[str, str]) -> tuple[Connected[str], Callable[[], np.ndarray]]:
    """What is connected so far: texts of one stored cluster, as the cluster's id; and a number for each text by it."""
    connected: Connected[str] = Connected()
    nodes = [clusters.get(text, text) for text in shared.texts]

    def groups() -> np.ndarray:
        numbers: dict[str, int] = {}
        roots = (numbers.setdefault(connected.root(node), len(numbers)) for node in nodes)
        return np.fromiter(roots, np.int64, len(nodes))

    return connected, groups


def verdicts(
    this: Context,
    name: str,
    pairs: Iterable[tuple[str, str]],
    where: Mapping[str, Spot],
    discounted: str | None = None,
) -> dict[tuple[str, str], Verdict]:
    """The pairs compared on their texts, in workers."""
    work = tasks(name, pairs, where, this.settings, discounted)
    answers = (v for part in (this.map_step("verify", work) if work else ()) for v in part)
    return {(v.a, v.b): v for v in answers}
