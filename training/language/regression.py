"""Multinomial regression over candidates: how much each feature of a candidate says that it is the right one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

STEPS, RATE, DECAY = 500, 0.05, 1e-3  # gradient steps (Adam), their size, weight decay


def regressed(rows: Sequence[tuple[NDArray, int]], shares: NDArray) -> NDArray:
    """Weights of the features.

    A row is (features of its candidates, shape (candidates, features); index of the right one); `shares` weighs rows.
    """
    size, most = rows[0][0].shape[1], max(len(told) for told, _ in rows)
    told, there = np.zeros((len(rows), most, size)), np.zeros((len(rows), most), dtype=bool)
    for i, (candidates, _) in enumerate(rows):
        told[i, : len(candidates)], there[i, : len(candidates)] = candidates, True
    share = shares / shares.sum()
    goal = (told[np.arange(len(rows)), np.array([right for _, right in rows])] * share[:, None]).sum(0)
    weights, mean, square = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, STEPS + 1):
        scores = np.where(there, told @ weights, -1e9)
        odds = np.exp(scores - scores.max(1, keepdims=True))
        odds /= odds.sum(1, keepdims=True)
        slope = np.einsum("im,imk->k", odds * share[:, None], told) - goal + DECAY * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights
