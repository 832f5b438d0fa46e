"""How often a word is met in the language a text seems to be in: what decides whether a hyphen belongs to a word. No rule.

The lists are those of pyspellchecker, from subtitles; a language without a list gives None, and the document itself
must decide. The language is guessed by the words running text cannot do without: it is identified only later.
A list is held as the library's file has it, unpacked (3 to 8 MB), so that all may stay in memory.
"""

import gzip
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from ingest.clean.phrases import phrases

LISTS = ("en", "de", "es", "fr", "pt", "it", "ru", "nl", "ar")
SAMPLE = 400  # lines looked at
LEAST = 5  # running words of the likeliest language

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
    """The counts of one language; read from the library's file on first use.

    The file is one JSON object, an entry a line (`"word": 123,`), sorted by word, and is searched as it stands: to parse
    it takes ten times as long as to unpack it, and its dictionary ten times the memory.
    """
    listed = gzip.decompress((resources.files("spellchecker") / "resources" / f"{language}.json.gz").read_bytes())
    first, last = listed.index(b'"'), listed.rindex(b"\n")

    def count(word: str) -> int:
        wanted, low, high = word.encode(), first, last
        while low < high:
            middle = (low + high) // 2
            start = listed.rfind(b"\n", low, middle) + 1 or low
            end = listed.index(b"\n", middle)
            colon = listed.rindex(b'": ', start, end)
            met = listed[start + 1 : colon]
            if met == wanted:
                return int(listed[colon + 3 : end].rstrip(b","))
            low, high = (end + 1, high) if met < wanted else (low, start)
        return 0

    return count
