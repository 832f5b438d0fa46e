"""Verify, in workers: read the texts of candidate pairs from shards and data files, and compare them.

The driver writes the pairs into a file, sorted by where their texts lie; a task is a slice of it; numbers come back.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.core.config import Settings
from ingest.core.options import Dedupe
from ingest.dedupe import Features, compare, features, judged, normalized, without
from ingest.pipeline import shards
from ingest.pipeline.discount import read
from ingest.pipeline.spots import Spot
from ingest.store import Layout

SIDES = ("a", "b")
SCHEMA = pa.schema(
    [
        pa.field(f"{side}{what}", kind)
        for side in SIDES
        for what, kind in (("", pa.string()), ("_place", pa.string()), ("_index", pa.int64()))
    ]
)
TASK_PAIRS = 10_000  # few texts make many pairs where a family is large; each text is read once a task
TASK_CHARS = 40_000_000  # about a gigabyte of features; a pair of longer texts is a task of its own


@dataclass(frozen=True, slots=True)
class VerifyTask:
    """Pairs `start` to `stop` (open) of the file `pairs`. `discounted`: file of the paragraphs that do not count."""

    processed: str
    staging: str
    pairs: str
    start: int
    stop: int
    settings: Dedupe
    discounted: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A pair of text_keys, compared: `kind` as `dedupe.judged` says; `longer` is the one that holds the other."""

    a: str
    b: str
    kind: str | None
    similarity: float
    longer: str


def tasks(
    name: str,
    pairs: Iterable[tuple[str, str]],
    where: Mapping[str, Spot],
    settings: Settings,
    discounted: str | None = None,
) -> list[VerifyTask]:
    """Write the pairs down under `name` in staging and cut them into tasks. `where` says for each text
    where it stands or is staged."""

    def near(pair: tuple[str, str]) -> tuple[object, ...]:
        places = sorted((s.staged, s.place, s.index) for s in map(where.__getitem__, pair))
        return (*places, pair)

    listed = sorted(pairs, key=near)
    if not listed:
        return []
    columns: dict[str, list[object]] = {name: [] for name in SCHEMA.names}
    for pair in listed:
        for side, text in zip(SIDES, pair, strict=True):
            columns[side].append(text)
            columns[f"{side}_place"].append(where[text].place)
            columns[f"{side}_index"].append(where[text].index)
    staging = Layout(settings.processed).staging
    os.makedirs(staging, exist_ok=True)
    path = os.path.join(staging, f".{name}.arrow")
    with pa.OSFile(path, "wb") as sink, pa.ipc.new_file(sink, SCHEMA) as writer:
        writer.write_table(pa.table(columns, SCHEMA))
    cuts = _cut(listed, where)
    return [VerifyTask(settings.processed, staging, path, i, j, settings.dedupe, discounted) for i, j in cuts]


def _cut(pairs: Sequence[tuple[str, str]], where: Mapping[str, Spot]) -> Iterable[tuple[int, int]]:
    start, held, chars = 0, set[str](), 0
    for i, pair in enumerate(pairs):
        more = sum(where[t].chars for t in pair if t not in held)
        if i > start and (i - start >= TASK_PAIRS or chars + more > TASK_CHARS):
            yield start, i
            start, held, chars = i, set(), 0
            more = sum(where[t].chars for t in pair)
        held.update(pair)
        chars += more
    yield start, len(pairs)


def verify(task: VerifyTask) -> list[Verdict]:
    """Compare the pairs of a task."""
    with pa.memory_map(task.pairs) as source:
        rows = pa.ipc.open_file(source).read_all().slice(task.start, task.stop - task.start).to_pylist()
    places: dict[str, dict[int, str]] = defaultdict(dict)
    for row in rows:
        for side in SIDES:
            places[row[f"{side}_place"]][row[f"{side}_index"]] = row[side]
    discounted = read(task.discounted) if task.discounted else frozenset()
    known: dict[str, Features] = {}
    for place in sorted(places):
        for index, text in _texts(task, place, sorted(places[place])):
            known[places[place][index]] = features(normalized(without(text, discounted) if discounted else text))
    return [_verdict(row["a"], row["b"], known, task.settings) for row in rows]


def _verdict(a: str, b: str, known: Mapping[str, Features], settings: Dedupe) -> Verdict:
    if not (len(known[a].distinct) and len(known[b].distinct)):
        return Verdict(a, b, None, 0.0, a)
    found = compare(known[a], known[b])
    return Verdict(a, b, judged(found, settings), found.jaccard, a if found.first_is_longer else b)


def _texts(task: VerifyTask, place: str, indices: Sequence[int]) -> Iterable[tuple[int, str]]:
    """The texts at these places of a shard or a data file."""
    if not place.endswith(".parquet"):
        column = shards.read(task.staging, place, "documents", ["text"])["text"]
        yield from ((i, column[i].as_py()) for i in indices)
        return
    with pq.ParquetFile(os.path.join(Layout(task.processed).data, place)) as file:
        start, wanted = 0, list(indices)
        for group in range(file.metadata.num_row_groups):
            end = start + file.metadata.row_group(group).num_rows
            mine = [i for i in wanted if start <= i < end]
            if mine:
                column = file.read_row_group(group, ["text"])["text"]
                yield from ((i, column[i - start].as_py()) for i in mine)
            start = end
