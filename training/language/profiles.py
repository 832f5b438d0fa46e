"""Train `own_profiles`: for every n-gram of letters, how much more usual it is in a language than on average."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from ingest.identify.own_profiles import STEPS, keys

MOST_CHARACTERS = 400_000  # of one language
LEAST_MESSAGES = 20
LEAST_CHARACTERS = 1_500  # fewer (Nyanja, Fijian) hear the language in texts of others, and not in its own
GRAMS = 36_000  # n-grams kept
PRIOR = 1_500.0  # n-grams' worth of the average language that every language begins with
FLOOR = 2e-6  # probability of an n-gram never seen


def counted(texts: Iterable[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Distinct keys and how often they occur in `texts`."""
    found, seen = [], 0
    for text in texts:
        found.append(keys(text))
        seen += len(text)
        if seen > MOST_CHARACTERS:
            break
    return np.unique(np.concatenate(found), return_counts=True)


def trained(texts: Mapping[str, list[str]], wanted: Iterable[str]) -> dict[str, NDArray]:
    """Arrays `keys`, `languages`, `weights` (int8 steps) for the `wanted` languages that have enough texts."""
    languages = sorted(t for t in wanted if _is_enough(texts.get(t, [])))
    counts = [counted(texts[t]) for t in languages]
    every = np.unique(np.concatenate([k for k, _ in counts]))
    chance = np.zeros((len(every), len(languages)), dtype=np.float32)
    total = np.array([n.sum() for _, n in counts], dtype=np.float64)
    for column, (held, n) in enumerate(counts):
        chance[np.searchsorted(every, held), column] = n
    average = (chance / total).mean(axis=1)
    value = np.zeros(len(every))
    for column in range(len(languages)):
        smooth = (chance[:, column] + PRIOR * average) / (total[column] + PRIOR) + FLOOR
        value = np.maximum(
            value,
            chance[:, column] / total[column] * np.abs(np.log(smooth / (average + FLOOR))) * (chance[:, column] > 2),
        )
    kept = np.sort(np.argsort(-value, kind="stable")[:GRAMS])
    smooth = (chance[kept] + PRIOR * average[kept, None]) / (total + PRIOR) + FLOOR
    weights = np.log(smooth)
    weights -= weights.mean(axis=1, keepdims=True)
    steps = np.clip(np.round(weights * STEPS), -127, 127).astype(np.int8)
    return {"keys": every[kept], "languages": np.array(languages), "weights": steps}


def _is_enough(texts: list[str]) -> bool:
    return len(texts) >= LEAST_MESSAGES and sum(map(len, texts)) >= LEAST_CHARACTERS
