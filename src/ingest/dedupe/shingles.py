"""Words and runs of three words as 64-bit numbers, computed over whole arrays.

Rule 1: a token is a run of letters, digits and marks; in scripts written without spaces, and in Hangul, every
        character is one. Measured on Japanese news: recall .975 where words by spaces gave .571.
Rule 2: a shingle is SHINGLE tokens in a row; three, not five: five gave .348 recall where three gave .796.
Rule 3: the numbers are the same on every machine for ever: constants are frozen, arithmetic is modulo 2^64, and
        Python's salted hash() is never used. Whoever changes anything here changes `minhash.ALGORITHM` too.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]

SHINGLE = 3
PIECE = 1 << 20  # code points hashed at a time, so that memory does not grow with the text
ALONE = (  # code points that are a token each: Thai, Lao, Burmese, Khmer, kana, Han, Hangul
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7AF),
    (0x20000, 0x3FFFF),
)
BASE = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio, odd: no two places of a token weigh alike
MIX_1, MIX_2 = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)  # the finalizer of MurmurHash3
SHIFT = np.uint64(33)


def mixed(x: Hashes) -> Hashes:
    """Each number spread over all 64 bits, one to one."""
    x = (x ^ (x >> SHIFT)) * MIX_1
    x = (x ^ (x >> SHIFT)) * MIX_2
    return x ^ (x >> SHIFT)


def tokens(words: str) -> tuple[Hashes, npt.NDArray[np.bool_]]:
    """The tokens of a normalized text as hashes, in order, and which of them are digits throughout."""
    parts = [_piece(piece) for piece in _pieces(words)]
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return np.zeros(0, np.uint64), np.zeros(0, np.bool_)
    return np.concatenate([h for h, _ in parts]), np.concatenate([d for _, d in parts])


def _pieces(words: str) -> list[str]:
    """Cut at a space near each PIECE code points, or in a word where there is none near."""
    out, start = [], 0
    while start < len(words):
        end = start + PIECE
        space = words.find(" ", end, end + 1000)
        end = space if space >= 0 else end
        out.append(words[start:end])
        start = end
    return out


def _piece(words: str) -> tuple[Hashes, npt.NDArray[np.bool_]]:
    points = np.frombuffer(words.encode("utf-32-le", "surrogatepass"), np.uint32)
    kind = _kinds()[points]
    inside = kind != SPACE
    alone = kind == SINGLE
    starts = inside.copy()
    starts[1:] &= ~inside[:-1] | alone[1:] | alone[:-1]
    first = np.flatnonzero(starts)
    if not len(first):
        return np.zeros(0, np.uint64), np.zeros(0, np.bool_)
    value = _letters()[points]
    digits = np.logical_and.reduceat((kind == DIGIT) | ~inside, first)
    return folded(value, first), digits


def folded(values: Hashes, first: npt.NDArray[np.intp]) -> Hashes:
    """One number for each run of values that begins at a place in `first` (ascending, the first of them 0 or after
    values that belong to none); zeros at a run's end do not count."""
    lengths = np.empty(len(first), np.intp)
    lengths[:-1], lengths[-1] = first[1:] - first[:-1], len(values) - first[-1]
    place = np.arange(first[0], len(values)) - np.repeat(first, lengths)
    powers = _powers(int(lengths.max()))
    return mixed(np.add.reduceat(values[first[0] :] * powers[place], first - first[0]))


def _powers(count: int) -> Hashes:
    """BASE to the power of 1, 2, … `count`, or a few more."""
    return _few_powers() if count <= FEW else np.cumprod(np.full(count, BASE), dtype=np.uint64)


FEW = 64


@lru_cache(maxsize=1)
def _few_powers() -> Hashes:
    return np.cumprod(np.full(FEW, BASE), dtype=np.uint64)


SPACE, LETTER, SINGLE, DIGIT = 0, 1, 2, 3


@lru_cache(maxsize=1)
def _letters() -> Hashes:
    """Each code point, mixed; a space is nothing."""
    letters = mixed(np.arange(0x110000, dtype=np.uint64))
    letters[ord(" ")] = 0
    return letters


@lru_cache(maxsize=1)
def _kinds() -> npt.NDArray[np.uint8]:
    """What each code point is to a token."""
    kinds = np.full(0x110000, LETTER, np.uint8)
    for low, high in ALONE:
        kinds[low : high + 1] = SINGLE
    for c in range(0x20000):
        if chr(c).isdecimal():
            kinds[c] = DIGIT
    kinds[ord(" ")] = SPACE
    return kinds


def shingles(hashes: Hashes) -> Hashes:
    """Every run of SHINGLE tokens as one number, in order; a shorter text is one shingle, an empty one none."""
    if not len(hashes):
        return hashes
    if len(hashes) < SHINGLE:
        hashes = np.concatenate([hashes, np.zeros(SHINGLE - len(hashes), np.uint64)])
    count = len(hashes) - SHINGLE + 1
    out = np.zeros(count, np.uint64)
    for k in range(SHINGLE):
        out = mixed(out * BASE + hashes[k : count + k])
    return out


def distinct(values: Hashes) -> Hashes:
    """The distinct values, sorted (numpy's own is three times slower at this size)."""
    ordered = np.sort(values)
    first = np.ones(len(ordered), np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]


def figures(hashes: Hashes, digits: npt.NDArray[np.bool_]) -> Hashes:
    """The distinct runs of tokens that are digits, sorted, each as one number: 3.5 is not 3 and 5, nor 3/16 the same
    as 16."""
    starts = digits.copy()
    starts[1:] &= ~digits[:-1]
    first = np.flatnonzero(starts[digits])
    return distinct(folded(hashes[digits], first)) if len(first) else np.zeros(0, np.uint64)
