"""Megabytes a second of CPU time of the stage clean, beside ftfy and clean-text, on articles damaged in four ways.

    python bench/clean.py              half a minute; clean-text is left out where it is not installed
    python bench/clean.py --repeat 50
    python bench/clean.py --texts FOLDER    the .txt files of a folder instead, each once

Figures are of one machine in one run: read them as ratios. What the peers do is less: ftfy mends characters, clean-text
characters and white space; neither knows lines or menus.
"""

import argparse
import sys
import textwrap
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import ftfy

from ingest.clean import Clean
from ingest.core.config import load
from ingest.core.model import Decoding, Document, RecordKey

TEXTS = Path(__file__).parents[1] / "tests/quality/cleaning/texts.toml"


def texts(repeat: int) -> list[str]:
    """Pages, wrapped articles and articles with debris, in eight languages; about 6 kB each."""
    out = []
    for told in tomllib.loads(TEXTS.read_text("utf-8")).values():
        long = told["paragraphs"] * 6
        out.append("\n".join([*told["before"], *long, *told["after"]]))
        out.append("\n\n".join(textwrap.fill(p, 64) for p in long))
        out.append("\n\n".join(long).replace("a", "a\u00ad").replace(" ", " &nbsp;", 9))
    return out * repeat


def rate(work: Callable[[str], object], items: list[str]) -> str:
    """Megabytes a second of CPU time."""
    work(items[0])
    start = time.process_time()
    for item in items:
        work(item)
    size = sum(len(item.encode()) for item in items)
    return f"{size / max(1e-9, time.process_time() - start) / 1e6:8.2f} MB/s"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=20)
    parser.add_argument("--texts", type=Path)
    options = parser.parse_args()
    found = sorted(options.texts.rglob("*.txt")) if options.texts else []
    items = [path.read_bytes().decode(errors="replace") for path in found] or texts(options.repeat)
    for level in ("characters", "lines", "full"):
        cleaner = Clean(load(environment={}, overrides={"clean.level": level}).clean)
        print(f"{'clean, ' + level:24}{rate(lambda text, c=cleaner: c(document(text)), items)}")
    print(f"{'peer: ftfy.fix_text':24}{rate(ftfy.fix_text, items)}")
    try:
        from cleantext import clean
    except ImportError:
        return
    print(f"{'peer: clean-text':24}{rate(lambda text: clean(text, lower=False), items)}")


def document(text: str) -> Document:
    """A document as extraction hands it on."""
    return Document("", RecordKey(), text, "text/plain", Decoding("utf-8", "bench"), "")


if __name__ == "__main__":
    sys.exit(main())
