"""CPU time of the main-text step against bare trafilatura, on the same pages in one run.

    python bench/extract.py                      pages made here from a fixed seed
    python bench/extract.py --pages FOLDER       every .html, .htm and .html.gz below FOLDER (first --count by name)

The step is what `extract` adds for a page once its bytes are decoded: parsing, candidates, choice, text. Bare trafilatura is
given the same text and no metadata. Figures are of one machine in one run: read them as ratios.
"""

import argparse
import gzip
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from trafilatura import extract as trafilatura
from words import WORDS

from ingest.core.decoding import decode
from ingest.extract.main_text import MODES, main_text
from ingest.extract.page import read_page

VOCABULARY = WORDS[:15]
ROUNDS = 3  # taken in turns; the sum over all of them is told


def made(pick: random.Random) -> str:
    """A page of about 40 kB with a menu, an article, teasers and a footer."""

    def said(count: int) -> str:
        return " ".join(pick.choice(("the", "a", "of", "and", *VOCABULARY)) for _ in range(count)).capitalize() + "."

    menu = "".join(f'<li><a href="/{i}">{said(2)}</a></li>' for i in range(60))
    body = "".join(f"<p>{said(60)} {said(20)}</p>" for _ in range(30))
    cards = "".join(
        f'<div class="card"><a href="/c{i}"><h3>{said(8)}</h3></a><span>{said(5)}</span></div>' for i in range(60)
    )
    return (
        f"<!doctype html><html><head><title>{said(6)}</title></head><body><nav><ul>{menu}</ul></nav><main><article><h1>{said(6)}"
        f"</h1>{body}</article></main><aside>{cards}</aside><footer><ul>{menu}</ul></footer></body></html>"
    )


def sources(folder: str | None, count: int) -> list[str]:
    """The pages, decoded."""
    if folder is None:
        pick = random.Random(7)
        return [made(pick) for _ in range(count)]
    paths = sorted(p for p in Path(folder).rglob("*") if p.name.endswith((".html", ".htm", ".html.gz")))[:count]
    bodies = (gzip.decompress(p.read_bytes()) if p.name.endswith(".gz") else p.read_bytes() for p in paths)
    return [decoded.text for body in bodies if (decoded := decode(body, markup=True))]


def cpu_s(work: Callable[[str], object], pages: list[str]) -> float:
    """CPU seconds for all pages."""
    start = time.process_time()
    for page in pages:
        work(page)
    return time.process_time() - start


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages")
    parser.add_argument("--count", type=int, default=100)
    asked = parser.parse_args()
    pages = sources(asked.pages, asked.count)
    ways: dict[str, Callable[[str], object]] = {
        "bare trafilatura": lambda text: trafilatura(text, include_comments=False),
        "bare trafilatura, precision": lambda text: trafilatura(text, include_comments=False, favor_precision=True),
        **{f"ours, {mode}": lambda text, mode=mode: main_text(read_page(text), mode) for mode in MODES},  # type: ignore[misc]  # mode is bound
    }
    for work in ways.values():
        work(pages[0])
    spent = dict.fromkeys(ways, 0.0)
    for _ in range(ROUNDS):
        for name, work in ways.items():
            spent[name] += cpu_s(work, pages)
    print(f"{len(pages)} pages, {sum(map(len, pages)) / 1e6:.1f} million characters, {ROUNDS} rounds")
    for name, took in spent.items():
        each = took / ROUNDS / len(pages) * 1e3
        print(f"{name:30}{each:8.1f} ms a page {took / spent['bare trafilatura']:6.2f} × bare trafilatura")


if __name__ == "__main__":
    sys.exit(main())
