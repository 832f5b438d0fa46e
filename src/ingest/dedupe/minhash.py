"""MinHash and its bands: texts that share many shingles are likely to share a band key.

The permutations are x -> x * a + b modulo 2^64, of which the upper half is compared; a and b come from SplitMix64
over a fixed seed, written out here because libraries change theirs and stored keys must stay comparable for years.
A band of `rows` values is one 32-bit key. Two texts of Jaccard similarity J share at least one of `bands` keys with
probability 1 - (1 - J^rows)^bands.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ingest.dedupe.shingles import SHINGLE, Hashes, mixed

ALGORITHM = 1
SEED = 0x5EED
STEP = 1 << 12  # shingles permuted at a time: 3 MB for 96 permutations


def scheme(bands: int, rows: int) -> str:
    """What stored keys must agree in to be comparable."""
    return f"minhash-{ALGORITHM}/shingle-{SHINGLE}/{bands}x{rows}"


@lru_cache(maxsize=4)
def _permutations(count: int) -> tuple[Hashes, Hashes]:
    gamma, start = 0x9E3779B97F4A7C15, SEED
    stream = mixed(np.array([(start + i * gamma) % 2**64 for i in range(1, 2 * count + 1)], np.uint64))
    return stream[:count] | np.uint64(1), stream[count:]


def minima(shingle_hashes: Hashes, count: int) -> npt.NDArray[np.uint32]:
    """The signature: `count` minima over all shingles. Raises ValueError for a text without any."""
    if not len(shingle_hashes):
        raise ValueError("a text without shingles has no signature")
    a, b = _permutations(count)
    least = np.full(count, 2**64 - 1, np.uint64)
    for start in range(0, len(shingle_hashes), STEP):
        piece = shingle_hashes[start : start + STEP]
        least = np.minimum(least, (a[:, None] * piece + b[:, None]).min(axis=1))
    return (least >> np.uint64(32)).astype(np.uint32)


def band_keys(shingle_hashes: Hashes, bands: int, rows: int) -> list[int]:
    """One signed 32-bit key for each band, in order; none for a text without shingles."""
    if not len(shingle_hashes):
        return []
    values = minima(shingle_hashes, bands * rows).reshape(bands, rows)
    key = np.zeros(bands, np.uint64)
    for row in range(rows):
        key = mixed(key ^ (values[:, row].astype(np.uint64) + np.uint64(row + 1)))
    found: list[int] = (key >> np.uint64(32)).astype(np.uint32).view(np.int32).tolist()
    return found
