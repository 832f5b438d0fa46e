"""Scores of a text under many languages' letter n-grams at once: every n-gram counts, nothing is sampled.

A text becomes an array of code points, its n-grams an array of 64-bit keys; a hash table in numpy gives the row of each
and the rows' sum is the log-likelihood under every language. No cache, no state, no order: any thread, any process,
any day gives the same sums.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.identify.scripts import codepoints

Keys = NDArray[np.uint64]
POINT_BITS = np.uint64(21)  # a code point has 21 bits, so that three are packed exactly
BLANK = 32
# One table after the other, each with a multiplier of its own (odd constants of splitmix64 and murmur3's finalizers):
# with four slots a key an eighth of the keys finds its slot taken, and the fourth table is all but empty.
MULTIPLIERS = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xFF51AFD7ED558CCD)
SLOTS_PER_KEY = 4
LEAST_BITS = 16
FOLD = np.uint64(32)  # the upper half is folded into the lower, so that every letter of a key moves its slot
FOURTH = np.uint64(0xD6E8FEB86659FD93)  # any odd constant: spreads keys of four letters over 63 bits
TOP = np.uint64(1 << 63)  # marks keys of four letters


def keys_of(words: str, most: int, skip: NDArray[np.bool_] | None = None) -> Keys:
    """Keys of the n-grams of 1 to `most` (3 or 4) letters of `words`, which are separated by single blanks.

    An n-gram may begin and end with the blank around a word but not contain it. `skip` marks letters at which no
    n-gram may end (langdetect: inside words in capitals).
    """
    points = codepoints(f" {words} ").astype(np.uint64)
    letter = points != BLANK
    ends = np.ones(len(points), dtype=bool) if skip is None else np.concatenate(([True], ~skip, [True]))
    found = [points[letter & ends]]
    two = (points[:-1] << POINT_BITS) | points[1:]
    found.append(two[(letter[:-1] | letter[1:]) & ends[1:]])
    three = (two[:-1] << POINT_BITS) | points[2:]
    inside = letter[1:-1]
    found.append(three[inside & ends[2:]])
    if most == 4:
        four = ((three[:-1] * FOURTH) ^ points[3:]) * FOURTH | TOP
        found.append(four[inside[:-1] & inside[1:] & ends[3:]])
    return np.concatenate(found)


class KeyTable:
    """Which row a key has: a hash table of a few levels, made once and never changed."""

    __slots__ = ("_levels",)

    def __init__(self, keys: Keys) -> None:
        """Row i belongs to keys[i]; keys are distinct."""
        self._levels: list[tuple[np.uint64, np.uint64, Keys, NDArray[np.int32]]] = []
        rows = np.arange(len(keys), dtype=np.int32)
        for multiplier in map(np.uint64, MULTIPLIERS):
            bits = max(LEAST_BITS, int(np.ceil(np.log2(max(1, len(rows)) * SLOTS_PER_KEY))))
            shift = np.uint64(64 - bits)
            slots, first = np.unique(_slots(keys[rows], multiplier, shift), return_index=True)
            held, at = np.zeros(1 << bits, dtype=np.uint64), np.full(1 << bits, -1, dtype=np.int32)
            held[slots], at[slots] = keys[rows[first]], rows[first]
            self._levels.append((multiplier, shift, held, at))
            rows = np.delete(rows, first)
        if len(rows):
            raise ValueError(f"{len(rows)} keys found no slot in {len(MULTIPLIERS)} tables; raise SLOTS_PER_KEY")

    def rows(self, keys: Keys) -> NDArray[np.int32]:
        """The rows of those `keys` that have one."""
        found = np.full(len(keys), -1, dtype=np.int32)
        for multiplier, shift, held, at in self._levels:
            slots = _slots(keys, multiplier, shift)
            found = np.where(held[slots] == keys, at[slots], found)
        return found[found >= 0]


def _slots(keys: Keys, multiplier: np.uint64, shift: np.uint64) -> Keys:
    return ((keys ^ (keys >> FOLD)) * multiplier) >> shift


@dataclass(frozen=True, slots=True)
class Profiles:
    """The n-grams' log-probabilities: `weights` is (n-grams, languages), each row with mean 0."""

    languages: Sequence[str]
    table: KeyTable
    weights: NDArray[np.float32]

    def posterior(self, keys: Keys, heat: tuple[float, float]) -> dict[str, float]:
        """The posterior of each language above 1e-5; {} where no n-gram is known.

        N-grams of one text depend on each other, so their sum is far too sure: it is divided by
        heat[0] + heat[1] * sqrt(number of known n-grams).
        """
        rows = self.table.rows(keys)
        if not len(rows):
            return {}
        scores = self.weights[rows].sum(axis=0, dtype=np.float64) / (heat[0] + heat[1] * len(rows) ** 0.5)
        odds = np.exp(scores - scores.max())
        odds /= odds.sum()
        return {self.languages[int(i)]: float(odds[i]) for i in np.flatnonzero(odds > 1e-5)}
