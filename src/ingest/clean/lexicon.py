"""How often a word is met in the language a text seems to be in: what decides whether a hyphen belongs to a word. No rule.

The lists are those of pyspellchecker, from subtitles; a language without a list gives None, and the document itself
must decide. The language is guessed by the words running text cannot do without: it is identified only later.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from spellchecker import SpellChecker

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


@lru_cache(maxsize=4)
def counts(language: str) -> Count:
    """The counts of one language; read from the library's file on first use."""
    listed = SpellChecker(language=language, distance=1).word_frequency.dictionary
    return lambda word: int(listed.get(word, 0))
