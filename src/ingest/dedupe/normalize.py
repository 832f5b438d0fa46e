"""The words of a text as one string: what every comparison starts from.

Case, spacing, punctuation, presentation forms and line ends are gone; letters, digits and marks stay, in their order.
Two texts are exact duplicates when these strings are equal, and everything near duplicates are judged by is a
function of this string too, so that equal texts are always judged alike.
"""

import unicodedata
from functools import lru_cache

import numpy as np
import numpy.typing as npt

ASCII_WORDS = str.maketrans({chr(c): " " for c in range(128) if not chr(c).isalnum()})
LETTERS_END = 0x32400  # no letter, digit or mark stands beyond, but for the selectors of variants
SELECTORS = slice(0xE0100, 0xE01F0)


def normalized(text: str) -> str:
    """The text's words, NFKC and casefolded, joined by single spaces; a text without any is its own characters
    without white space."""
    if text.isascii():
        return " ".join(text.lower().translate(ASCII_WORDS).split()) or "".join(text.split())
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    points = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), np.uint32).copy()
    points[~_in_words()[points]] = ord(" ")
    words = points.tobytes().decode("utf-32-le", "surrogatepass")
    return " ".join(words.split()) or "".join(folded.split())


@lru_cache(maxsize=1)
def _in_words() -> npt.NDArray[np.bool_]:
    """Which code points are letters, digits or marks. Python's \\w leaves marks out, and without its vowel signs a
    Hindi or Thai word is another word."""
    inside = np.zeros(0x110000, np.bool_)
    for c in range(LETTERS_END):
        letter = chr(c)
        inside[c] = letter.isalnum() or unicodedata.category(letter)[0] == "M"
    inside[SELECTORS] = True
    return inside
