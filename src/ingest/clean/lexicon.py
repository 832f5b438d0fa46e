"""How often a word is met in the language a text seems to be in: what decides whether a hyphen belongs to a word. No rule.

The lists are those of pyspellchecker, from subtitles; a language without a list gives None, and the document itself
must decide. The language is guessed by the words running text cannot do without: it is identified only later.
A list is held as one run of sorted bytes, a tenth of the library's own dictionary, so that all may stay in memory.
"""

import gzip
import json
from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import accumulate

from ingest.clean.phrases import phrases

LISTS = ("en", "de", "es", "fr", "pt", "it", "ru", "nl", "ar")
SAMPLE = 400  # lines looked at
LEAST = 5  # running words of the likeliest language
MOST = 2**32 - 1  # of a count

Count = Callable[[str], int]
"""How often a word (in small letters) was met; 0: never."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A language (primary subtag) and how often its words are met."""

    language: str
    count: Count


def guessed(lines: Sequence[str]) -> Lexicon | None:
    """The lexicon of the language that most running words of `lines` belong to, or None."""
    hits = dict.fromkeys(LISTS, 0)
    for line in lines[:SAMPLE]:
        for word in line.lower().split():
            for language in phrases().running_in.get(word, ()):
                if language in hits:
                    hits[language] += 1
    likeliest = max(LISTS, key=lambda language: hits[language])
    return Lexicon(likeliest, counts(likeliest)) if hits[likeliest] >= LEAST else None


@lru_cache(maxsize=len(LISTS))
def counts(language: str) -> Count:
    """The counts of one language; read from the library's file on first use."""
    packed = (resources.files("spellchecker") / "resources" / f"{language}.json.gz").read_bytes()
    listed = sorted((word.encode(), min(met, MOST)) for word, met in json.loads(gzip.decompress(packed)).items())
    words = b"\n".join(word for word, _ in listed)
    starts = array("I", accumulate((len(word) + 1 for word, _ in listed), initial=0))
    met = array("I", (times for _, times in listed))

    def at(i: int) -> bytes:
        return words[starts[i] : starts[i + 1] - 1]

    def count(word: str) -> int:
        wanted = word.encode()
        i = bisect_left(range(len(met)), wanted, key=at)
        return met[i] if i < len(met) and at(i) == wanted else 0

    return count
