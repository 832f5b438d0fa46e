"""Word lists of a language: `data/<language>/<name>.txt`, one entry a line, '#' begins a comment."""

import re
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=64)
def words(language: str, name: str) -> frozenset[str]:
    """The entries of a list. Raises FileNotFoundError where the language has none: a bug of the rule that asks."""
    return frozenset(listed(language, name))


@lru_cache(maxsize=64)
def listed(language: str, name: str) -> tuple[str, ...]:
    """The entries of a list, in the order of the file."""
    text = files("ingest.repair").joinpath("data", language, f"{name}.txt").read_text(encoding="utf-8")
    lines = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


@lru_cache(maxsize=64)
def pairs(language: str, name: str) -> dict[str, str]:
    """The entries of a list whose lines read `before = after`."""
    split = (line.split("=", 1) for line in listed(language, name))
    return {a.strip(): b.strip() for a, b in split}


def alternation(entries: tuple[str, ...] | frozenset[str]) -> str:
    """The entries as a regular expression, longest first."""
    return "|".join(re.escape(e) for e in sorted(entries, key=lambda e: (-len(e), e)))
