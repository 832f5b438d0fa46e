"""Documents and megabytes a second of CPU time, for each stage and for the whole, on texts made here from a fixed seed.

    python bench/run.py            about a minute
    python bench/run.py --count 500

Figures are of one machine in one run: read them as ratios. The peer of a stage is the library it leans on, alone.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import ftfy
from langdetect import DetectorFactory, detect
from words import WORDS

from ingest import pipeline
from ingest.clean import Clean
from ingest.core.config import load
from ingest.core.model import RawRecord, RecordKey
from ingest.dedupe import Sign
from ingest.enrich import Enrich
from ingest.extract import Extract
from ingest.identify import Identify, warm
from ingest.repair import Repair


def article(pick: random.Random) -> str:
    """About 2,500 characters of English-like prose with some debris."""
    sentences = []
    for _ in range(30):
        words = [pick.choice(("the", "a", "of", "and", "in", "to", *WORDS)) for _ in range(pick.randint(8, 18))]
        sentences.append(" ".join(words).capitalize() + pick.choice((".", ".", " .", "&#8217;s.", "\u00a0.")))
    return "\n\n".join(" ".join(sentences[i : i + 5]) for i in range(0, 30, 5)) + "\n"


def rate(work: Callable[[Any], object], items: Iterable[Any], size: int, count: int) -> tuple[list[Any], str]:
    """Results, and documents and megabytes a second of CPU time."""
    start = time.process_time()
    results = [work(i) for i in items]
    took = max(time.process_time() - start, 1e-9)
    return results, f"{count / took:10.0f} documents/s {size / took / 1e6:8.2f} MB/s"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    count = parser.parse_args().count
    pick, settings = random.Random(7), load(environment={})
    texts = [article(pick) for _ in range(count)]
    size = sum(len(t.encode()) for t in texts)
    DetectorFactory.seed = 0
    warm()
    items: list[Any] = [RawRecord(f"{i}.txt", RecordKey(), t.encode()) for i, t in enumerate(texts)]
    stages = (
        Extract(settings),
        Clean(settings.clean),
        Identify(settings.identify),
        Repair(settings.repair),
        Enrich(settings),
    )
    print(f"{count} documents, {size / 1e6:.1f} MB")
    for stage in stages:
        items, said = rate(stage, items, size, count)
        print(f"{type(stage).__name__.lower():22}{said}")
    print(f"{'sign':22}{rate(Sign(settings.dedupe), items, size, count)[1]}")
    print(f"{'peer: ftfy.fix_text':22}{rate(ftfy.fix_text, texts, size, count)[1]}")
    print(f"{'peer: langdetect':22}{rate(detect, texts, size, count)[1]}")
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder, "raw")
        raw.mkdir()
        (raw / "all.jsonl").write_text("\n".join(json.dumps({"id": i, "text": t}) for i, t in enumerate(texts)))
        own = load(environment={}, overrides={"paths.raw": str(raw), "paths.processed": f"{folder}/processed"})
        print(f"{'whole, one process':22}{rate(lambda _: pipeline.run(own), [0], size, count)[1]}")


if __name__ == "__main__":
    sys.exit(main())
