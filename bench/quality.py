"""Quality columns and facts: documents a second of one processor, and peers on the same texts in the same run.

    python bench/quality.py            about half a minute

The peers are ftfy's plain `fix_text` (as a yardstick of text work) and htmldate on a page with the same text. Figures
are of one machine in one run: read them as ratios.
"""

import argparse
import random
import sys

import ftfy
from htmldate import find_date
from run import article, rate

from ingest.core.config import load
from ingest.core.members import enrichers
from ingest.core.model import Decoding, Document, Language, RecordKey
from ingest.enrich import Enrich
from ingest.enrich.addresses import domain_of, normalized
from ingest.enrich.quality.signals import signals
from ingest.extract.page import parse
from ingest.extract.page_hints import page_hints


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    count = parser.parse_args().count
    pick = random.Random(7)
    texts = [article(pick) for _ in range(count)]
    size = sum(len(t.encode()) for t in texts)
    documents = [
        Document(f"{i}.txt", RecordKey(), t, "text/plain", Decoding("utf-8", "bench"), "", language=Language("en", 1.0))
        for i, t in enumerate(texts)
    ]
    head = '<html><head><meta property="article:published_time" content="2025-05-19T10:00:00Z"><title>A</title></head><body><p>'
    pages = [head + t.replace("\n\n", "</p><p>") + "</p></body></html>" for t in texts]
    trees = [parse(p) for p in pages]
    addresses = [f"https://www.news{i % 97}.post.co.uk/2025/05/19/bridge-{i}?utm_source=x&id={i}" for i in range(count)]
    signals(texts[0], "en")
    print(f"{count} documents, {size / 1e6:.1f} MB")
    print(f"{'33 signals':24}{rate(lambda t: signals(t, 'en'), texts, size, count)[1]}")
    for name, member in enrichers.members().items():
        print(f"{'enricher ' + name:24}{rate(lambda d, m=member: list(m.find(d)), documents, size, count)[1]}")
    print(f"{'enrich, all of it':24}{rate(Enrich(load(environment={})), documents, size, count)[1]}")
    print(f"{'page_hints':24}{rate(page_hints, trees, size, count)[1]}")
    print(f"{'normalized, domain_of':24}{rate(lambda u: (normalized(u), domain_of(u)), addresses, size, count)[1]}")
    print(f"{'peer: ftfy.fix_text':24}{rate(ftfy.fix_text, texts, size, count)[1]}")
    print(f"{'peer: htmldate':24}{rate(lambda p: find_date(p, max_date='2099-12-31'), pages[:200], size // 5, 200)[1]}")


if __name__ == "__main__":
    sys.exit(main())
