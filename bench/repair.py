"""Words a second of CPU time for repair: all rules together, each of the slowest, the score; and peers on the same text.

    python bench/repair.py            about half a minute

Two texts: human prose of tests/quality/human, where nothing is found, and the same with faults of a machine put in, where
rules edit and later ones start anew. Figures are of one machine in one run: read them as ratios.
"""

import random
import re
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import ftfy

from ingest.core.config import load
from ingest.core.editing import View
from ingest.core.members import repair_rules
from ingest.core.model import Decoding, Document, Language, RecordKey
from ingest.repair import Repair
from ingest.repair.style import style_score

HUMAN = Path(__file__).parents[1] / "tests/quality/human"
WORDS = 60_000
FAULTS = (  # every hundredth word or so gets one
    (r"\b(the) ", r"\1 \1 "),
    (r"(\w), ", r"\1 , "),
    (r"\b(a) (?=[aeiou])", r"a "),
    (r"(\w)-(\w)", r"\1 @-@ \2"),
    (r"\bin Germany\b", "in the Germany"),
)


def documents(faulty: bool) -> list[Document]:
    """About WORDS words of English, in documents of the texts' own size."""
    pick, out, words = random.Random(3), [], 0
    texts = [p.read_text("utf-8") for p in sorted(HUMAN.glob("*.txt")) if p.stem not in ("german", "french", "spanish")]
    while words < WORDS:
        text = pick.choice(texts)
        for pattern, fault in FAULTS if faulty else ():
            text = re.sub(pattern, lambda m, f=fault: m.expand(f) if pick.random() < 0.2 else m[0], text)  # type: ignore[misc]
        words += len(text.split())
        language = Language("en", 1.0)
        out.append(Document("", RecordKey(), text, "text/plain", Decoding("utf-8", "b"), "", language=language))
    return out


def told(name: str, work: Callable[[Document], object], given: list[Document]) -> float:
    """Print the rate; returns seconds of CPU."""
    start = time.process_time()
    for d in given:
        work(d)
    took = max(time.process_time() - start, 1e-9)
    print(f"{name:34}{sum(len(d.text.split()) for d in given) / took:12.0f} words/s")
    return took


def main() -> None:
    """Print the table."""
    settings = load(environment={}).repair
    for name, given in (("human prose", documents(False)), ("with faults", documents(True))):
        print(f"{name}: {len(given)} documents, {sum(len(d.text.split()) for d in given)} words")
        for level in ("safe", "full"):
            stage = Repair(replace(settings, level=level))
            stage(given[0])  # lexicons and glossaries are read once
            told(f"  repair, level {level}", stage, given)
        told("  the score alone", lambda d: style_score(d.text, "en"), given)
        told("  peer: ftfy.fix_text", lambda d: ftfy.fix_text(d.text), given)
    slowest = []
    for rule in repair_rules.members().values():
        if rule.knows("en"):
            start = time.process_time()
            for d in given:
                list(rule.find(View(d.text, "en", settings)))
            slowest.append((time.process_time() - start, rule.name))
    whole = sum(s for s, _ in slowest)
    print("slowest rules, share of all: " + ", ".join(f"{n} {s / whole:.2f}" for s, n in sorted(slowest)[:-9:-1]))


if __name__ == "__main__":
    sys.exit(main())
