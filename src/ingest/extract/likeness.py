"""How alike extractors' answers are, and which of them is the middle one."""

import re
from collections.abc import Mapping, Sequence

from ingest.extract.rendering import Block

FAMILY = frozenset(("fast", "standard", "precision"))  # one extractor, asked in three ways
BONUS = {"fast": 0.1, "standard": 0.1, "precision": 0.1}
WEIGHT = {"fast": 0.5, "standard": 0.5, "precision": 0.5}  # they are one family, and would outvote the others
CLEARLY = 0.05  # how much more like all five another answer must be than balanced's for mode best to take it
AGREED = 0.9  # likeness of the first two at which no third could outvote them
SHORT = 250  # characters; trafilatura's own MIN_EXTRACTED_SIZE
# East Asian and Thai characters count one by one
TOKEN = re.compile(
    "[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\\W\u0e00-\u0e7f\u3040-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
Shingles = set[tuple[str, ...]]
Answers = Mapping[str, Sequence[Block]]


class Runs:
    """The runs of four words of blocks, each counted once: candidates have most blocks in common."""

    def __init__(self) -> None:
        self._known: dict[str, Shingles] = {}

    def of(self, found: Sequence[Block]) -> Shingles:
        """The runs of four words within lines; a shorter line is a run of its own."""
        out: Shingles = set()
        for block in found:
            if block.text not in self._known:
                self._known[block.text] = set().union(*map(_of_line, block.text.split("\n")))
            out |= self._known[block.text]
        return out


def _of_line(line: str) -> Shingles:
    words = TOKEN.findall(line)
    return set(zip(words, words[1:], words[2:], words[3:], strict=False)) if len(words) > 3 else {tuple(words)}


def agree(given: Answers, runs: Runs) -> bool:
    """Whether the first two are so alike that no third could outvote them."""
    return dice(runs.of(given["fast"]), runs.of(given["resiliparse"])) >= AGREED


def medoid(given: Answers, runs: Runs) -> str | None:
    """The candidate most like the others; of equal ones the first. Empty candidates have no voice."""
    texts = {name: runs.of(found) for name, found in given.items() if found}
    if len(texts) < 2:
        return next(iter(texts), None)
    return max(texts, key=lambda name: _likeness(name, texts) + BONUS.get(name, 0.0))


def overruled(name: str | None, given: Answers, runs: Runs) -> str | None:
    """The candidate that is clearly more like all five than `name`, the middle of three, is; else `name`."""
    texts = {n: runs.of(found) for n, found in given.items() if length(found) >= SHORT or n == name}
    if len(texts) < 2:
        return name
    other = max(texts, key=lambda n: _likeness(n, texts))
    if name is None or length(given[name]) < SHORT or _likeness(other, texts) > _likeness(name, texts) + CLEARLY:
        return other
    return name


def _likeness(name: str, texts: Mapping[str, Shingles]) -> float:
    """How like a candidate the others are, 0..1, on the average of their weights."""
    others = [(WEIGHT.get(o, 1.0), dice(texts[name], texts[o])) for o in texts if o != name]
    return sum(w * d for w, d in others) / sum(w for w, _ in others)


def dice(one: Shingles, other: Shingles) -> float:
    """How alike two sets are, 0..1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def length(found: Sequence[Block]) -> int:
    """Characters of all blocks together."""
    return sum(len(b.text) for b in found)
