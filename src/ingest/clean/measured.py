"""The lines of a text as a screen shows them: what undoing of line breaks asks again and again, worked out once. No rule."""

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.clean.scripts import EAST_ASIAN, MARKS, WIDE, east_asian, width

EAST_ASIAN_SLACK = 3  # columns: closing marks hang over, a wide character may not fit
LEAST_FILLED, LEAST_HYPHENED = 0.45, 0.5  # of the column: a shorter line was never filled
LATIN_RUN = re.compile(r"[A-Za-z0-9'’.%-]{1,40}|.")
HYPHEN = re.compile(r"\w[-‐]$")
NOT_SINGLE = re.compile(f"{WIDE.pattern}|{MARKS.pattern}|[{EAST_ASIAN}]")  # what takes no single column, or no spaces


@dataclass(frozen=True, slots=True)
class Measured:
    """`lines` without form feeds; `bare`, the same without spaces behind; for each the screen columns of `bare`, and of
    its first word; the numbers of those in which scripts without spaces are met."""

    lines: Sequence[str]
    bare: Sequence[str]
    widths: Sequence[int]
    firsts: Sequence[int]
    east_asian: frozenset[int]

    def filled(self, number: int, following: int, column: int) -> bool:
        """Whether line `number` was filled: the first word of line `following` would not have fitted into `column`."""
        w = self.widths[number]
        if w < LEAST_FILLED * column:
            return False
        if number in self.east_asian:
            return w + self.firsts[following] > column - EAST_ASIAN_SLACK
        if w > LEAST_HYPHENED * column and hyphened(self.bare[number]):
            return True
        return w + 1 + self.firsts[following] > column


def measured(text: str) -> Measured:
    """Measure the lines of `text`."""
    lines = text.replace("\f", "").split("\n")
    bare = [line.rstrip() for line in lines]
    if text.isascii() or not NOT_SINGLE.search(text):
        firsts = [len(line.split(None, 1)[0]) if line else 0 for line in bare]
        return Measured(lines, bare, array("q", map(len, bare)), array("q", firsts), frozenset())
    firsts = [width(first_word(line)) for line in bare]
    east = frozenset(i for i, line in enumerate(lines) if east_asian(line))
    return Measured(lines, bare, array("q", map(width, bare)), array("q", firsts), east)


def first_word(line: str) -> str:
    """What would have had to fit: a word, or in East Asian text one character or one run of Latin letters."""
    word = line.split(None, 1)[0] if line and not line.isspace() else ""
    if word and east_asian(word):
        m = LATIN_RUN.match(word)
        return m[0] if m else word[0]
    return word


def hyphened(line: str) -> bool:
    """Whether a line (its end stripped) ends in a word with a hyphen."""
    return line.endswith(("-", "‐")) and HYPHEN.search(line[-2:]) is not None
