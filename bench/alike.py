"""Made-up texts that are alike, or only share words as texts of one language do: what `duplicates.py` measures on.

All from fixed seeds. Words are as frequent as in a language, so that texts share keys by chance as real ones do.
"""

import random

import numpy as np

SYLLABLES = [a + b for a in "bdfghklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er", "il")]


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


def copies(count: int) -> list[str]:
    """One article, other words changed in each."""
    return [edited_by(n, text(1, 300)) for n in range(count)]


def edited_by(number: int, told: str) -> str:
    """`told` with one in fifty words changed."""
    pick = random.Random(number)
    return " ".join(w if pick.random() > 0.02 else pick.choice(VOCABULARY) for w in told.split())


def bulletins(count: int) -> list[str]:
    """One template, ten other figures in each."""
    told = text(2, 150).split()
    drawn = np.random.default_rng(3).integers(1, 2_000, (count, 10)).tolist()
    return [" ".join([*told, *(f"{n} {told[i]}" for i, n in enumerate(figures))]) for figures in drawn]


def under_one_foot(count: int) -> list[str]:
    """Stories of their own, each with the same foot of half its length: nothing but their texts tells them apart."""
    foot = text(3, 150)
    return [f"{text(1_000 + n, 150)} {foot}" for n in range(count)]
