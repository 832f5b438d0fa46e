"""Near duplicates: signing beside two MinHash libraries, and a day's documents beside a large store.

    python bench/duplicates.py sign                       a few seconds; needs `pip install datasketch rensa`
    python bench/duplicates.py day --stored 1000000 --folder DIR      a quarter of an hour, most of it making the store
    python bench/duplicates.py day --stored 10000000 --copies 10 --folder DIR
    python bench/duplicates.py family --count 3000        a minute: many texts that share keys, all new at once

The store has the documents and their real signatures, in its own format; with `--copies N` only an N-th of
them is made, and beside each stand N - 1 whose keys and text_keys are other numbers (as many keys, as much shared
among them), with the same text. Figures are CPU time of one run on one machine: read them as ratios.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from multiprocessing import get_context

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from alike import bulletins, copies, edited, text, under_one_foot

from ingest import pipeline
from ingest.core.config import Settings, load
from ingest.core.options import Dedupe
from ingest.core.schema import TABLES
from ingest.dedupe import (
    NEAR,
    Connected,
    Index,
    Rounds,
    Sign,
    compare,
    features,
    judged,
    normalized,
    shared_keys,
)
from ingest.pipeline.rows import bands_row
from ingest.pipeline.spots import Spot, stored
from ingest.pipeline.standing import standing
from ingest.pipeline.verify import tasks, verify
from ingest.store import Change, DataFile, Store, write_table
from ingest.store.recast import fit

PART = 20_000
PLANTED = 40  # every so many new texts are edited copies of stored ones


class Clock:
    """CPU seconds since it was last asked."""

    def __init__(self) -> None:
        self.before = self.now()

    def now(self) -> float:
        used = resource.getrusage(resource.RUSAGE_SELF)
        return used.ru_utime + used.ru_stime

    def passed(self) -> float:
        before, self.before = self.before, self.now()
        return self.before - before


def sign(count: int) -> None:
    """Documents a second, signing alone; texts of about 3 kB."""
    texts = [text(n, 450) for n in range(count)]
    size = sum(map(len, texts)) / count
    print(f"{count} texts of {size:.0f} characters")
    ours = Sign(Dedupe())
    ours.text("warm é", None)
    clock = Clock()
    for t in texts:
        ours.text(t, None)
    print(f"{'ours: text_key, 96 values in 32 keys, paragraphs, figures':60}{count / clock.passed():8.0f} documents/s")
    from datasketch import MinHash
    from rensa import RMinHash

    clock.passed()
    for t in texts:
        w = t.split()
        m = MinHash(96)
        m.update_batch([" ".join(w[i : i + 3]).encode() for i in range(len(w) - 2)])
    print(f"{'datasketch: split on spaces, 3-grams, 96 values':60}{count / clock.passed():8.0f} documents/s")
    for t in texts:
        w = t.split()
        r = RMinHash(num_perm=96, seed=1)
        r.update([" ".join(w[i : i + 3]) for i in range(len(w) - 2)])
        r.digest()
    print(f"{'rensa: split on spaces, 3-grams, 96 values':60}{count / clock.passed():8.0f} documents/s")


def settings_of(folder: str) -> Settings:
    """Those of a store in this folder."""
    os.makedirs(os.path.join(folder, "raw"), exist_ok=True)
    paths = {"paths.raw": os.path.join(folder, "raw"), "paths.processed": os.path.join(folder, "processed")}
    return load(environment={}, overrides={**paths, "store.fsync": False})


def _part(task: tuple[str, int, int, int, int]) -> list[DataFile]:
    """Documents `first` to `first + count` and `copies` - 1 times as many others, as data files."""
    folder, first, count, length, copies = task
    texts = [text(n, length) for n in range(first, first + count)]
    ours = Sign(Dedupe())
    bands = pa.Table.from_pylist([bands_row(ours.text(t, None)) for t in texts])
    out: list[DataFile] = []
    for copy in range(copies):
        ids = [f"{copy:04x}{n:028x}" for n in range(first, first + count)]
        more = {"doc_id": ids, "raw_path": [f"{copy}/{n // 1000}.jsonl" for n in range(first, first + count)]}
        rows = _other(bands, copy)
        told = {"text": texts, "text_chars": [len(t) for t in texts], "cluster_id": ids, "text_key": rows["text_key"]}
        settings = settings_of(folder).store
        for name, table in (
            ("documents", pa.table(more | told)),
            ("bands", pa.table(more | dict(zip(rows.schema.names, rows.columns, strict=True)))),
        ):
            out += write_table(os.path.join(folder, "processed"), name, fit(table, TABLES[name]), settings)
    return out


def _other(bands: pa.Table, copy: int) -> pa.Table:
    """The same rows with other keys, which are equal where they were equal."""
    if not copy:
        return bands
    keys = bands["keys"].combine_chunks()
    values = keys.flatten().to_numpy().astype(np.int32) ^ np.int32(copy * 0x01000193)
    bands = bands.set_column(
        bands.schema.get_field_index("keys"), "keys", pa.ListArray.from_arrays(keys.offsets, values)
    )
    other = pc.utf8_replace_slice(bands["text_key"], 0, 4, f"{copy:04x}")
    return bands.set_column(bands.schema.get_field_index("text_key"), "text_key", other)


def made(folder: str, count: int, length: int, copies: int) -> Store:
    """A store of `count` documents in the folder; the one that is there already."""
    settings = settings_of(folder)
    store = Store(settings.processed, settings.store)
    if store.head() is not None:
        return store
    pipeline.run(settings)  # the commit of an empty raw/
    each = count // copies
    work = [(folder, first, min(PART, each - first), length, copies) for first in range(0, each, PART)]
    with get_context("spawn").Pool() as pool:
        files = [f for part in pool.imap_unordered(_part, work) for f in part]
    head = store.head()
    assert head is not None
    with store.lock():
        store.commit(
            Change("bench", "bench", "bench", datetime.now(UTC), head.raw_root, head.recipe, "0", tuple(files))
        )
    return store


def day(folder: str, count: int, new: int, length: int, copies: int) -> None:
    """A day's new documents are compared with the stored ones: join, look-up, comparison on texts, touched clusters."""
    store, settings = made(folder, count, length, copies), settings_of(folder)
    files = [store.data_path(f) for f in store.files("bands")]
    size = sum(map(os.path.getsize, files)) / count
    print(f"{count} stored documents, {size:.0f} bytes each in bands")
    ours, memory = Sign(Dedupe()), settings.dedupe.memory_mb
    every = max(1, count // copies // (new // PLANTED))
    texts = [edited(n // PLANTED * every, length) if n % PLANTED == 0 else text(count + n, length) for n in range(new)]
    bands = pa.Table.from_pylist([bands_row(ours.text(t, None)) for t in texts])
    spots = _staged(store, bands["text_key"].to_pylist(), texts)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    clock, begun = Clock(), time.monotonic()
    shared = shared_keys(bands, Index(files), memory, store.spill)
    joined = clock.passed()
    print(f"join of {new}: {len(shared.text)} shared keys, {joined:.2f} s CPU, {time.monotonic() - begun:.2f} s")
    old, clusters = stored(store, shared.texts, memory)
    print(f"where the {len(old)} stored texts of these are: {clock.passed():.2f} s CPU")
    connected: Connected[str] = Connected()

    def groups() -> np.ndarray:
        return np.unique([connected.root(clusters.get(t, t)) for t in shared.texts], return_inverse=True)[1]

    verdicts = []
    rounds = Rounds(shared, groups, settings.dedupe.band_cap, settings.dedupe.figures)
    for block in rounds.blocks():
        pairs = [(shared.texts[a], shared.texts[b]) for a, b in block.tolist()]
        for found in (v for task in tasks("near", pairs, old | spots, settings) for v in verify(task)):
            verdicts.append(found)
            if found.kind == NEAR:
                connected.join(*(clusters.get(t, t) for t in (found.a, found.b)))
    near = [v for v in verdicts if v.kind == NEAR]
    print(f"{len(verdicts)} pairs compared on their texts, {len(near)} near: {clock.passed():.2f} s CPU")
    rows = standing(store, {t for v in near for t in (v.a, v.b)}, (), (), memory)
    print(f"the {len(rows)} stored rows of clusters that change: {clock.passed():.2f} s CPU")
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"in all {time.monotonic() - begun:.1f} s; peak memory {after:.0f} MB, {before:.0f} before it began")


def _staged(store: Store, keys: list[str], texts: list[str]) -> dict[str, Spot]:
    """The new texts in a data file that no commit names, and where they are in it."""
    table = pa.table({"doc_id": [f"{n:032x}" for n in range(len(texts))], "raw_path": [""] * len(texts), "text": texts})
    (file,) = write_table(store.processed, "documents", fit(table, TABLES["documents"]), store.settings)
    return {key: Spot(file.name, n, len(texts[n])) for n, key in enumerate(keys)}


def family(count: int) -> None:
    """What it costs when so many texts share keys, all new in one run."""
    ours, settings = Sign(Dedupe()), Dedupe()
    for make in (copies, bulletins, under_one_foot):
        texts = make(count)
        rows = [bands_row(ours.text(t, None)) for t in texts]
        told = dict(zip((r["text_key"] for r in rows), texts, strict=True))
        clock = Clock()
        with tempfile.TemporaryDirectory() as folder:
            shared = shared_keys(pa.Table.from_pylist(rows), Index(()), settings.memory_mb, folder)
        known = {t: features(normalized(told[t])) for t in shared.texts}
        connected: Connected[str] = Connected()
        place = {t: i for i, t in enumerate(shared.texts)}

        def groups(shared=shared, place=place, connected=connected) -> np.ndarray:
            return np.array([place[connected.root(t)] for t in shared.texts])

        rounds = Rounds(shared, groups, settings.band_cap, settings.figures)
        prepared, pairs = clock.passed(), 0
        for block in rounds.blocks():
            pairs += len(block)
            for a, b in ((shared.texts[i], shared.texts[j]) for i, j in block.tolist()):
                if judged(compare(known[a], known[b]), settings) == NEAR:
                    connected.join(a, b)
        clusters = len({connected.root(t) for t in shared.texts})
        print(
            f"{make.__name__:15} {count} texts, {count * (count - 1) // 2} pairs: {pairs} compared, {clusters} clusters, "
            f"{len(rounds.capped)} capped, {prepared:.1f} + {clock.passed():.1f} s CPU"
        )


def main() -> None:
    """Run one of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("sign", "day", "family"))
    parser.add_argument("--count", type=int, default=3000, help="sign, family: texts")
    parser.add_argument("--stored", type=int, default=100_000)
    parser.add_argument("--new", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=120, help="of a text")
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--folder", help="keep the store here, and use the one that is there")
    o = parser.parse_args()
    if o.what == "sign":
        return sign(o.count)
    if o.what == "family":
        return family(o.count)
    with tempfile.TemporaryDirectory() as folder:
        day(o.folder or folder, o.stored, o.new, o.words, o.copies)
    return None


if __name__ == "__main__":
    sys.exit(main())
