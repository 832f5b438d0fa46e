"""Near duplicates: signing beside two MinHash libraries, and the join of a day's documents with a large store.

    python bench/duplicates.py sign                       a few seconds; needs `pip install datasketch rensa`
    python bench/duplicates.py join --stored 1000000      minutes, most of them making the store
    python bench/duplicates.py join --stored 10000000 --drawn     band keys drawn at random: only the join

Texts are made here from a fixed seed. Figures are CPU time of one run on one machine: read them as ratios. What is
joined are real signatures of the texts (with --drawn: random keys, of which a fortieth of the new ones are stored).
"""

import argparse
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing import get_context

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ingest.core.options import Dedupe
from ingest.core.schema import BANDS
from ingest.dedupe import Index, Sign, candidate_pairs, compare, features, fresh_keys, judged, normalized
from ingest.pipeline.rows import bands_row

SYLLABLES = [a + b for a in "bdfghklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er", "il")]
PART, GROUP = 20_000, 5_000
STAMPS = {"recipe": "bench", "pipeline_version": "0", "run_id": "bench"}


def words(pick: random.Random, count: int) -> list[str]:
    """Made-up words, few of them common as in a language."""
    return ["".join(pick.choice(SYLLABLES) for _ in range(1 + int(pick.paretovariate(1.3)) % 4)) for _ in range(count)]


VOCABULARY = words(random.Random(1), 40_000)
WEIGHTS = np.cumsum(1 / np.arange(3, len(VOCABULARY) + 3))


def text(number: int, length: int) -> str:
    """Article `number`: `length` words, the more frequent ones more often."""
    drawn = np.random.default_rng(number).random(length) * WEIGHTS[-1]
    return " ".join(VOCABULARY[i] for i in np.searchsorted(WEIGHTS, drawn))


def edited(number: int, length: int) -> str:
    """Article `number` with a tenth of its words changed and a header."""
    pick = random.Random(number)
    told = [w if pick.random() > 0.1 else pick.choice(VOCABULARY) for w in text(number, length).split()]
    return "From our correspondent. " + " ".join(told)


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def sign(count: int) -> None:
    """Documents a second, signing alone; texts of about 3 kB."""
    texts = [text(n, 450) for n in range(count)]
    size = sum(map(len, texts)) / count
    print(f"{count} texts of {size:.0f} characters")
    ours = Sign(Dedupe())
    ours.text("warm é", None)
    start = cpu()
    for t in texts:
        ours.text(t, None)
    print(f"{'ours: text_key, 96 values in 32 keys, paragraphs':60}{count / (cpu() - start):8.0f} documents/s")
    from datasketch import MinHash
    from rensa import RMinHash

    start = cpu()
    for t in texts:
        w = t.split()
        m = MinHash(96)
        m.update_batch([" ".join(w[i : i + 3]).encode() for i in range(len(w) - 2)])
    print(f"{'datasketch: split on spaces, 3-grams, 96 values':60}{count / (cpu() - start):8.0f} documents/s")
    start = cpu()
    for t in texts:
        w = t.split()
        r = RMinHash(num_perm=96, seed=1)
        r.update([" ".join(w[i : i + 3]) for i in range(len(w) - 2)])
        r.digest()
    print(f"{'rensa: split on spaces, 3-grams, 96 values':60}{count / (cpu() - start):8.0f} documents/s")


def _part(task: tuple[str, int, int, int]) -> str:
    folder, first, count, length = task
    ours = Sign(Dedupe())
    told, texts = [], []
    for n in range(first, first + count):
        t = text(n, length)
        texts.append(t)
        told.append(
            {"doc_id": f"{n:032x}", "raw_path": f"{n // 1000}.jsonl", **bands_row(ours.text(t, None)), **STAMPS}
        )
    path = os.path.join(folder, f"{first:09d}.parquet")
    pq.write_table(
        pa.Table.from_pylist(told, BANDS.schema),
        path,
        compression="zstd",
        row_group_size=GROUP,
        use_dictionary=["raw_path", "scheme"],
    )
    pq.write_table(
        pa.table({"text": pa.array(texts, pa.large_string())}),
        path + ".texts",
        compression="zstd",
        row_group_size=GROUP,
        use_dictionary=False,
    )
    return path


def _drawn(task: tuple[str, int, int, int]) -> str:
    folder, first, count, _ = task
    rng = np.random.default_rng(first)
    keys = pa.ListArray.from_arrays(
        np.arange(0, 32 * count + 1, 32, np.int32), rng.integers(-(2**31), 2**31, 32 * count).astype(np.int32)
    )
    columns = {
        "doc_id": [rng.bytes(16).hex() for _ in range(count)],
        "raw_path": [f"{n // 1000}.jsonl" for n in range(first, first + count)],
        "text_key": [rng.bytes(16).hex() for _ in range(count)],
        "scheme": ["drawn"] * count,
        "keys": keys,
        "url_key": pa.nulls(count, pa.int64()),
        "paragraphs": [[]] * count,
        **{k: [v] * count for k, v in STAMPS.items()},
    }
    path = os.path.join(folder, f"{first:09d}.parquet")
    pq.write_table(
        pa.table(columns, BANDS.schema),
        path,
        compression="zstd",
        row_group_size=GROUP,
        use_dictionary=["raw_path", "scheme"],
    )
    return path


def join(stored: int, new: int, length: int, drawn: bool, folder: str) -> None:
    """The join of new keys with stored ones, and the comparison of the pairs it gives on their texts."""
    tasks = [(folder, first, min(PART, stored - first), length) for first in range(0, stored, PART)]
    with get_context("spawn").Pool() as pool:
        files = sorted(pool.imap_unordered(_drawn if drawn else _part, tasks))
    size = sum(os.path.getsize(f) for f in files) / stored
    print(f"{stored} stored documents, {size:.0f} bytes each in bands")
    ours, schema = Sign(Dedupe()), pa.schema([BANDS.schema.field(n) for n in ("text_key", "keys", "url_key")])
    every = max(1, stored // (new // 40))  # a fortieth of the new texts are edited copies of stored ones
    copies = {i: (i * every) % stored for i in range(new // 40)}
    texts = {n: edited(copies[n], length) if n in copies else text(stored + n, length) for n in range(new)}
    rows = [bands_row(ours.text(t, None)) for t in texts.values()]
    if drawn:
        taken = pq.read_table(files[0], columns=["keys"])["keys"][: new // 40].to_pylist()
        for row, keys in zip(rows, taken, strict=False):
            row["keys"] = keys[:3] + row["keys"][3:]
    fresh = fresh_keys(pa.Table.from_pylist([{k: r[k] for k in schema.names} for r in rows], schema))
    start, wall = cpu(), time.monotonic()
    pairs = candidate_pairs(fresh, Index(files), Dedupe().band_cap, Dedupe().memory_mb, os.path.join(folder, "spill"))
    print(f"join of {new}: {len(pairs)} pairs, {cpu() - start:.2f} s CPU, {time.monotonic() - wall:.2f} s")
    if not drawn:
        start = cpu()
        print(f"on the texts: {_verified(pairs, rows, texts, files)} near, {cpu() - start:.2f} s CPU more")
    print(
        f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB, of which the new texts are a part"
    )


def _verified(pairs: list[tuple[str, str]], rows: list[dict], texts: dict[int, str], files: list[str]) -> int:
    mine = {r["text_key"]: texts[n] for n, r in enumerate(rows)}
    wanted = {k for pair in pairs for k in pair if k not in mine}
    for key, found in _stored_texts(wanted, files):
        mine[key] = found
    known = {k: features(normalized(mine[k])) for pair in pairs for k in pair}
    return sum(judged(compare(known[a], known[b]), Dedupe()) == "near" for a, b in pairs)


def _stored_texts(wanted: set[str], files: list[str]) -> Iterator[tuple[str, str]]:
    for path in files:
        keys = pq.read_table(path, columns=["text_key"])["text_key"].to_pylist()
        groups: dict[int, list[int]] = {}
        for i, key in enumerate(keys):
            if key in wanted:
                groups.setdefault(i // GROUP, []).append(i)
        with pq.ParquetFile(path + ".texts") as file:
            for group, places in groups.items():
                column = file.read_row_group(group)["text"]
                yield from ((keys[i], column[i % GROUP].as_py()) for i in places)


def main() -> None:
    """Run one of the two."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("sign", "join"))
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--stored", type=int, default=100_000)
    parser.add_argument("--new", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=120)
    parser.add_argument("--drawn", action="store_true")
    parser.add_argument("--folder", help="keep the store here")
    o = parser.parse_args()
    if o.what == "sign":
        return sign(o.count)
    with tempfile.TemporaryDirectory(dir=o.folder) as folder:
        join(o.stored, o.new, o.words, o.drawn, folder)
    return None


if __name__ == "__main__":
    sys.exit(main())
