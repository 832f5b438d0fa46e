"""Rounds: which pairs of texts that share a key are compared, so that no comparison is made twice or for nothing.

Texts are one article when they are connected by pairs that share a key and are judged near. Which pairs those are
depends on the pairs alone, so what they connect does not depend on the order in which texts come; but texts of one
template may be many, and their pairs many more. Only these are left out:

Rule 1: a pair whose figures already say no. The judgement would say no too.
Rule 2: a pair that others have connected by now. It can connect nothing more.
Rule 3: what is left of a text when it has been compared with `cap` others in vain. It is told, as capped.

Without a capped text the clusters are exactly what all pairs would connect: every pair is compared, or refuted, or
connected already. No other rule could cap and not depend on the order: two texts that are alone are compared, and
clusters never split, so whatever two texts would be compared if they came alone must be compared among many as well.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from ingest.dedupe.sharing import Numbers, Shared

BLOCK = 100_000  # pairs handed out at a time; then it is asked anew who is connected
FIRST, GROWTH = 16, 8  # pairs of one text in a round, the first and by how much they grow
ROUNDING = 1e-9  # of a share times a count: what is equal agrees
MARKED = 2_000  # rows from which on marking is faster than sorting

Groups = Callable[[], Numbers]


class Rounds:
    """The pairs to compare, block by block. `groups()` tells for each text (by its place in shared.texts) a number
    that is the same for texts that are connected; it is asked before each block.

    `share`: least share of the figures of the text that has fewer that a near pair has in common (0..1).
    `capped`: after the last block, places of new texts that were compared with `cap` others, and not with all."""

    def __init__(self, shared: Shared, groups: Groups, cap: int, share: float) -> None:
        self._shared, self._groups, self._cap, self._share = shared, groups, cap, share
        before = np.arange(len(shared.text)) - shared.begin
        rows = np.flatnonzero(shared.fresh & (before > 0))
        rows = rows[np.argsort(shared.text[rows], kind="stable")]
        texts, first = np.unique(shared.text[rows], return_index=True)
        parts = zip(texts.tolist(), np.split(rows, first[1:]), strict=True) if len(rows) else ()
        self._rows = {text: part for text, part in parts if (before[part] > 1).any()}
        self._bound = dict.fromkeys(self._rows, -1)
        self._taken = dict.fromkeys(self._rows, 0)
        self._marks = np.zeros(len(shared.texts), np.bool_)
        codes, at = np.unique(shared.figures.values, return_inverse=True)
        self._figures, self._figure_marks = at, np.zeros(len(codes), np.bool_)
        self.capped: list[int] = []

    def blocks(self) -> Iterator[npt.NDArray[np.int64]]:
        """Blocks of pairs, shape (n, 2): first each new text with the first one of each of its keys, which connects
        most of a family of copies; then the others, few at a time."""
        yield from self._with_first()
        active: Sequence[int] = list(self._rows)
        step, full = FIRST, list[int]()
        while active:
            again: list[int] = []
            yield from self._round(active, step, again)
            full += [t for t in again if self._taken[t] >= self._cap]
            active = [t for t in again if self._taken[t] < self._cap]
            step *= GROWTH
        now = self._now()
        self.capped = [t for t in full if len(self._left(t, *now))]

    def _with_first(self) -> Iterator[npt.NDArray[np.int64]]:
        s = self._shared
        rows = np.flatnonzero(s.fresh & (s.begin < np.arange(len(s.text))))
        pairs = np.unique(np.sort(np.stack([s.text[s.begin[rows]], s.text[rows]], axis=1), axis=1), axis=0)
        for start in range(0, len(pairs), BLOCK):
            yield pairs[start : start + BLOCK]

    def _round(self, active: Sequence[int], step: int, again: list[int]) -> Iterator[npt.NDArray[np.int64]]:
        """One round; texts that have others left are added to `again`."""
        block: list[Numbers] = []
        size, now = 0, self._now()
        for text in active:
            left = self._left(text, *now)
            taken = left[: min(step, self._cap - self._taken[text])]
            if len(left) > len(taken):
                again.append(text)
            if len(taken):
                self._bound[text] = int(taken[-1])
                self._taken[text] += len(taken)
                block.append(np.sort(np.stack([taken, np.full(len(taken), text)], axis=1), axis=1))
                size += len(taken)
            if size >= BLOCK:
                yield np.concatenate(block)
                block, size, now = [], 0, self._now()
        if block:
            yield np.concatenate(block)

    def _now(self) -> tuple[Numbers, npt.NDArray[np.bool_]]:
        """The group of each text, and for each row whether its key has texts of two groups."""
        groups, s = self._groups(), self._shared
        if not len(s.text):
            return groups, np.zeros(0, np.bool_)
        of = groups[s.text]
        first = np.flatnonzero(s.begin == np.arange(len(s.begin)))
        mixed = np.minimum.reduceat(of, first) != np.maximum.reduceat(of, first)
        return groups, np.repeat(mixed, np.diff(np.append(first, len(of))))

    def _left(self, text: int, groups: Numbers, mixed: npt.NDArray[np.bool_]) -> Numbers:
        """The texts that one is still to be compared with, in order."""
        s, rows = self._shared, self._rows[text]
        parts = [s.text[s.begin[row] : row] for row in rows[mixed[rows]]]
        if not parts:
            return np.zeros(0, np.int64)
        others = self._distinct(np.concatenate(parts))
        others = others[(others > self._bound[text]) & (groups[others] != groups[text])]
        others = others[np.isin(others, s.text[s.begin[rows]], invert=True)]  # these were the first of their keys
        left: Numbers = others[self._agreeing(text, others)]
        return left

    def _distinct(self, texts: Numbers) -> Numbers:
        if len(texts) < MARKED:
            few: Numbers = np.unique(texts)
            return few
        self._marks[texts] = True
        found: Numbers = np.flatnonzero(self._marks)
        self._marks[found] = False
        return found

    def _agreeing(self, text: int, others: Numbers) -> npt.NDArray[np.bool_]:
        """Which of the others have so many figures in common with the text that they may be near."""
        start = self._shared.figures.start
        mine = self._figures[start[text] : start[text + 1]]
        if not len(mine) or not len(others):
            return np.ones(len(others), np.bool_)
        counts = start[others + 1] - start[others]
        ends = np.cumsum(counts)
        at = np.arange(ends[-1]) + np.repeat(start[others] - (ends - counts), counts)
        self._figure_marks[mine] = True
        common = np.concatenate([[0], np.cumsum(self._figure_marks[self._figures[at]])])
        self._figure_marks[mine] = False
        least = self._share * np.minimum(len(mine), counts) - ROUNDING
        agreeing: npt.NDArray[np.bool_] = common[ends] - common[ends - counts] >= least
        return agreeing
