"""Two texts side by side: how much they share, where, and whether their figures agree.

Everything is a function of the two normalized texts alone and symmetric, so whom a text is compared with first
cannot matter. Thresholds stand in `core/options/dedupe.py` with the measurement each comes from.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ingest.core.options.dedupe import Dedupe
from ingest.dedupe.shingles import Hashes, distinct, figures, shingles, tokens

NEAR, CONTAINS = "near", "contains"
SEGMENTS = 10  # equal stretches a text is cut into; a tail that two stories share fills only some of them
SEGMENT_LEAST = 6  # shingles of a segment, at least
SEGMENT_COVERED = 0.25  # share of a segment's shingles that the other text must hold: what paraphrase leaves
ALIKE_LENGTH = 0.9  # from this ratio of lengths on, the longer text's figures must agree as well
SHORT = 30  # shingles below which a text is short: a few common phrases are half of it
SHORT_JACCARD = 0.6
EXCERPT = 10  # shingles, a dozen words; below it a saying or a heading stands in many texts


@dataclass(frozen=True, slots=True)
class Features:
    """What a text is compared by: its distinct shingles, sorted; which of them stands at each place of the text, in
    order; and its distinct figures, sorted."""

    distinct: Hashes
    places: npt.NDArray[np.intp]
    figures: Hashes

    def shorter_than(self, other: "Features") -> bool:
        """Which of two texts counts as the shorter, also where both are as long: the answer must not depend on who
        is asked."""
        if len(self.distinct) != len(other.distinct):
            return len(self.distinct) < len(other.distinct)
        return self.distinct[self.places].tobytes() < other.distinct[other.places].tobytes()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ratios, 0..1. `jaccard`: shared of all distinct shingles. `containment`: shared of the shorter's.
    `cover_shorter`, `cover_longer`: share of the text's segments that the other holds. `figures_shorter`,
    `figures_longer`: share of its figures that the other holds, 1.0 without any. `length`: shorter to longer.
    `shingles`: distinct ones of the shorter. `first_is_longer` tells which of the two given texts is the longer."""

    jaccard: float
    containment: float
    cover_shorter: float
    cover_longer: float
    figures_shorter: float
    figures_longer: float
    length: float
    shingles: int
    first_is_longer: bool


def features(words: str) -> Features:
    """The features of a normalized text."""
    hashes, digits = tokens(words)
    in_order = shingles(hashes)
    once = distinct(in_order)
    return Features(once, np.searchsorted(once, in_order), figures(hashes, digits))


def compare(first: Features, second: Features) -> Comparison:
    """Compare two texts that have at least one shingle each."""
    swapped = second.shorter_than(first)
    a, b = (second, first) if swapped else (first, second)
    held_a, at = _held(a.distinct, b.distinct)
    held_b = np.zeros(len(b.distinct), np.bool_)
    held_b[at[held_a]] = True
    shared = int(np.count_nonzero(held_a))
    alike = int(np.count_nonzero(_held(a.figures, b.figures)[0]))
    return Comparison(
        jaccard=shared / (len(a.distinct) + len(b.distinct) - shared),
        containment=shared / len(a.distinct),
        cover_shorter=_cover(held_a[a.places]),
        cover_longer=_cover(held_b[b.places]),
        figures_shorter=alike / len(a.figures) if len(a.figures) else 1.0,
        figures_longer=alike / len(b.figures) if len(b.figures) else 1.0,
        length=len(a.distinct) / len(b.distinct),
        shingles=len(a.distinct),
        first_is_longer=swapped,
    )


def _held(values: Hashes, among: Hashes) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.intp]]:
    """Which of `values` stand in the sorted `among`, and where those do."""
    if not len(among):
        return np.zeros(len(values), np.bool_), np.zeros(len(values), np.intp)
    place = np.minimum(np.searchsorted(among, values), len(among) - 1)
    held: npt.NDArray[np.bool_] = among[place] == values
    return held, place


def _cover(held: npt.NDArray[np.bool_]) -> float:
    """Share of equal segments of a text of which SEGMENT_COVERED is held; the first ones are longer by one where they
    cannot be equal."""
    count = min(SEGMENTS, max(1, len(held) // SEGMENT_LEAST))
    least, longer = divmod(len(held), count)
    number = np.arange(count)
    sums = np.add.reduceat(held, number * least + np.minimum(number, longer), dtype=np.int64)
    return int(np.count_nonzero(sums >= SEGMENT_COVERED * (least + (number < longer)))) / count


def judged(c: Comparison, settings: Dedupe) -> str | None:
    """`near` (the same article), `contains` (the longer holds all of the shorter and much else), or None."""
    if c.jaccard < settings.near_jaccard and c.containment < settings.near_containment:
        return None
    if c.cover_shorter < settings.cover_shorter or c.figures_shorter < settings.figures:
        return None
    if c.cover_longer < settings.cover_longer:
        return CONTAINS if c.containment >= settings.contains and c.shingles >= EXCERPT else None
    if c.shingles < SHORT and c.jaccard < SHORT_JACCARD:
        return None
    if c.length >= ALIKE_LENGTH and c.figures_longer < settings.figures:
        return None
    return NEAR
