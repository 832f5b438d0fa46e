"""Which script a text is written in, and which languages that leaves: most of the world's are told by it alone."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ingest.identify import tables

LATIN = "Latn"
# A character of these scripts says what several letters say: Han and kana are words or syllables.
WEIGHTS = {LATIN: 1, "Hani": 4, "Kana": 4, "Hang": 3}
OTHER_WEIGHT = 2
LEAST_KANA = 0.06  # share of kana among kana and Han from which on the Han are Japanese (news has a third and more)
LEAST_LETTERS_OF_CHINESE = 12  # so many Han without a kana are no Japanese
LAST = 0x323B0
SYMBOLS = "{}()[];=_<>/\\|*+$^~`"  # brackets, slashes and operators, as in code and not in prose
SYMBOL = "symbol"  # stands among the scripts for these


@dataclass(frozen=True, slots=True)
class Evidence:
    """The script with the most weight, how many letters the text has and the languages written in that script.

    `languages` is None for Latin: all but those of `never_latin`. `script` is None in a text without letters. `symbols`
    counts the characters of SYMBOLS.
    """

    script: str | None
    letters: int
    languages: frozenset[str] | None
    symbols: int = 0

    def allows(self, language: str) -> bool:
        """Whether a text in this script can be in `language`."""
        if self.languages is None:
            return language not in _tables().never_latin
        return language in self.languages or not self.languages


@dataclass(frozen=True, slots=True)
class _Tables:
    scripts: tuple[str, ...]  # index 0 stands for none, 1 for symbols
    of: NDArray[np.uint8]  # code point -> index into scripts
    languages: dict[str, frozenset[str]]
    never_latin: frozenset[str]


def codepoints(text: str) -> NDArray[np.uint32]:
    """The text as code points; lone surrogates as they are."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def evidence(text: str) -> Evidence:
    """Count the letters of each script. Linear; a window of a thousand characters takes about 15 microseconds."""
    known = _tables()
    points = codepoints(text)
    counts = np.bincount(known.of[np.minimum(points, LAST)], minlength=len(known.scripts))
    symbols = int(counts[1])
    counts[:2] = 0
    letters = int(counts.sum())
    if not letters:
        return Evidence(None, 0, frozenset(), symbols)
    found = {known.scripts[i]: int(counts[i]) for i in np.flatnonzero(counts)}
    kana, han = found.get("Kana", 0), found.get("Hani", 0)
    if kana and han:
        asian = "Kana" if kana >= LEAST_KANA * (kana + han) else "Hani"
        found = {k: n for k, n in found.items() if k not in ("Kana", "Hani")} | {asian: kana + han}
    script = max(found, key=lambda s: (found[s] * WEIGHTS.get(s, OTHER_WEIGHT), s))
    if script == LATIN:
        return Evidence(script, letters, None, symbols)
    languages = known.languages.get(script, frozenset())
    if script == "Hani" and letters >= LEAST_LETTERS_OF_CHINESE:
        languages -= {"ja"}
    return Evidence(script, letters, languages, symbols)


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    languages = {line[0]: frozenset(line[1].split()) for line in tables.rows("script_languages.tsv")}
    never_latin = languages.pop("-Latn")
    names: list[str] = ["", SYMBOL]
    of = np.zeros(LAST + 1, dtype=np.uint8)
    of[codepoints(SYMBOLS)] = names.index(SYMBOL)
    for first, last, script in tables.rows("scripts.tsv"):
        if script not in names:
            names.append(script)
        start, end = int(first, 16), int(last, 16)
        if end - start > 0x1000:  # Han and Hangul: all of it letters
            of[start : end + 1] = names.index(script)
            continue
        for point in range(start, end + 1):
            if unicodedata.category(chr(point))[0] in "LM":
                of[point] = names.index(script)
    return _Tables(tuple(names), of, languages, never_latin)
