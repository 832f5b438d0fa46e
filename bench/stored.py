"""What a run costs beside what is known already: CPU and memory of the driver by stored documents and by raw files.

python bench/stored.py                              1,000 new documents beside 200,000 and 1,000,000 stored ones
python bench/stored.py --stored 100000 --files 0    no-op runs over so many raw files (0: leave them out)

The stored documents are one batch's rows again and again under other names, committed as any others.
"""

import argparse
import hashlib
import json
import random
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "bench"), str(ROOT)]

import numpy as np  # noqa: E402
import pyarrow as pa  # noqa: E402
from conftest import Workshop  # noqa: E402  # the tests' workshop
from operate import story  # noqa: E402

from ingest.store import Change, write_table  # noqa: E402

SEED = 2_000  # documents that are really made
NEW = 1_000


def lines(dice: random.Random, count: int) -> str:
    """JSON lines of articles of about a kilobyte."""
    return "".join(json.dumps({"id": dice.getrandbits(64), "text": story(dice)}) + "\n" for _ in range(count))


def again(table: pa.Table, copy: int, dice: np.random.Generator) -> pa.Table:
    """Rows as those of other documents: other ids, texts' hashes and keys."""

    def renamed(column: str, salt: str) -> pa.Array:
        made = [hashlib.sha256(f"{copy} {salt} {v}".encode()).hexdigest()[:32] for v in table[column].to_pylist()]
        return pa.array(made, pa.string())

    new: dict[str, Any] = {"doc_id": renamed("doc_id", ""), "text_key": renamed("text_key", "text")}
    if "cluster_id" in table.schema.names:
        new["cluster_id"] = new["doc_id"]
    if "keys" in table.schema.names:
        keys = table["keys"].combine_chunks()
        values = pa.array(dice.integers(-(2**31), 2**31, len(keys.values), dtype=np.int32))
        new["keys"] = pa.ListArray.from_arrays(keys.offsets, values)
    new["raw_path"] = pa.array([f"copy-{copy:05}.jsonl"] * table.num_rows, pa.string())
    for name, column in new.items():
        at = table.schema.get_field_index(name)
        table = table.set_column(at, table.schema.field(at), column.cast(table.schema.field(at).type))
    return table


def swell(shop: Workshop, documents: int) -> None:
    """Commit so many more documents, 100,000 to a file."""
    store, head, dice = shop.store, shop.store.head(), np.random.default_rng(1)
    rows = {t: store.read(t).slice(0, SEED) for t in ("documents", "bands")}
    stored, added = sum(f.rows for f in store.files("documents")), []
    for start in range(stored, documents, 100_000):
        copies = range(start // SEED, min(start + 100_000, documents) // SEED)
        for name, table in rows.items():
            parts = pa.concat_tables([again(table, copy, dice) for copy in copies])
            added += write_table(str(shop.processed), name, parts, store.settings)
    now = datetime.now(UTC)
    with store.lock():
        change = Change("bench", "bench", "bench", now, head.raw_root, head.recipe, head.pipeline_version, tuple(added))
        store.commit(change)


def run(shop: Workshop, *words: str) -> dict[str, Any]:
    """The numbers of one `ingest run`, in a process of its own."""
    metrics = shop.raw.parent / "metrics.jsonl"
    folders = ["--raw", str(shop.raw), "--processed", str(shop.processed)]
    command = [sys.executable, "-m", "ingest.cli", "run", *folders, "--metrics", str(metrics), *words]
    subprocess.run(command, check=True, capture_output=True)
    return json.loads(metrics.read_text().splitlines()[-1])


def beside_documents(folder: Path, sizes: list[int]) -> None:
    """Runs over NEW documents beside more and more stored ones."""
    shop, dice = Workshop(folder), random.Random(1)  # a bench
    (shop.raw / "seed.jsonl").write_text(lines(dice, SEED))
    first = run(shop)
    made = first["rows"]["documents"]
    print(f"\n{made} documents of {first['raw_mb'] * 1000 / made:.2f} kB: ", end="")
    print(f"{first['cpu_s']['batches'] * 1000 / made:.2f} ms of CPU each, starts of workers among it\n")
    print("| stored documents | s to commit 1,000 more | CPU s of the driver | MB of the driver |")
    print("|---:|---:|---:|---:|")
    for size in [0, *sizes]:
        if size:
            swell(shop, size)
        (shop.raw / f"new-{size}.jsonl").write_text(lines(dice, NEW))
        told = run(shop)
        stored = sum(f.rows for f in shop.store.files("documents")) - told["rows"]["documents"]
        numbers = f"{told['phase_s']['commit']:.1f} | {told['cpu_s']['driver']:.1f} | {told['peak_mb']['driver']:.0f}"
        print(f"| {stored} | {numbers} |", flush=True)


def beside_files(folder: Path, files: int) -> None:
    """A run that finds nothing new among so many files (empty ones: they cost a row of the ledger like any other)."""
    shop = Workshop(folder)
    for i in range(files):
        (home := shop.raw / f"{i // 1000:04}").mkdir(exist_ok=True)
        (home / f"{i}.txt").touch()
    run(shop)
    print("\n| known raw files | s of a run that finds nothing | CPU s | MB |\n|---:|---:|---:|---:|")
    told = run(shop)
    print(f"| {files} | {told['seconds']:.1f} | {told['cpu_s']['driver']:.1f} | {told['peak_mb']['driver']:.0f} |")


def main() -> None:
    """Measure and print Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stored", type=int, nargs="*", default=[200_000, 1_000_000])
    parser.add_argument("--files", type=int, default=50_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        beside_documents(Path(folder) / "documents", args.stored)
        if args.files:
            beside_files(Path(folder) / "files", args.files)


if __name__ == "__main__":
    main()
