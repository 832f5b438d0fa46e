"""Scores of a text under many languages' letter n-grams at once: every n-gram counts, nothing is sampled.

A text becomes an array of code points, its n-grams an array of 64-bit keys; a search in a sorted table gives the row of
each, and the rows' sum is the log-likelihood under every language. No cache, no state, and sums of whole numbers: any
thread, any process, any machine says the same.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.identify.scripts import codepoints

Keys = NDArray[np.uint64]
POINT_BITS = np.uint64(21)  # a code point has 21 bits, so that three are packed exactly
BLANK = 32
FOURTH = np.uint64(0xD6E8FEB86659FD93)  # any odd constant: spreads keys of four letters over 63 bits
TOP = np.uint64(1 << 63)  # marks keys of four letters
LEAST_LOG = 11.5  # natural logarithms below the likeliest language: 1e-5


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


def replaced(text: str, table: Mapping[int, str]) -> str:
    """What `text.translate(table)` gives, sooner: most letters stand for themselves, and few others are in a text.
    No letter that the table gives may stand for another one."""
    for letter in set(text):
        other = table[ord(letter)]
        if other != letter:
            text = text.replace(letter, other)
    return text


@dataclass(frozen=True, slots=True)
class Profiles:
    """The n-grams' log-probabilities: row i of `weights` (n-grams, languages) belongs to keys[i]; keys are ascending.

    Weights are whole numbers, `steps` to one natural logarithm, so that sums are exact on every machine.
    """

    languages: Sequence[str]
    keys: Keys
    weights: NDArray[np.int32]
    steps: float

    def posterior(self, keys: Keys, heat: tuple[float, float]) -> dict[str, float]:
        """The posterior of each language above 1e-5; {} where no n-gram is known.

        N-grams of one text depend on each other, so their sum is far too sure: it is divided by
        heat[0] + heat[1] * sqrt(number of known n-grams).
        """
        asked = np.sort(keys)  # in order, each search begins where the last one left the cache
        rows = self.keys.searchsorted(asked)
        rows = rows[self.keys.take(rows, mode="clip") == asked]
        if not len(rows):
            return {}
        sums = np.add.reduce(self.weights.take(rows, axis=0), axis=0, dtype=np.int32)
        heated = self.steps * (heat[0] + heat[1] * math.sqrt(len(rows)))
        most = int(sums.max())
        near = np.flatnonzero(sums > most - LEAST_LOG * heated)
        odds = {self.languages[i]: math.exp((int(sums[i]) - most) / heated) for i in near.tolist()}
        whole = sum(odds.values())
        return {tag: share / whole for tag, share in odds.items()}
