"""Whether a person broke the lines of a text, not a program: then they stand. No rule: what undoing of breaks asks first.

A program fills every line to one column. Against it speak lines beyond the column; lines that stop short of it and yet
go on in a small letter; few filled lines among many; and what only people set: the author of a saying on an indented line of its own, entries that
all begin alike ('Q: …', 'Tip 1: …').
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.clean.column import ITEM, SHORTEST, STOP, WEAK_ITEM, column, filled
from ingest.clean.prose import judge
from ingest.clean.scripts import width
from ingest.core.editing import View

# Measured on articles wrapped by programs against collections of sayings, jokes and recipes typed by people:
CONTRADICTED, PARDONED = 0.04, 2  # breaks that the column does not explain, to each that it does; so many are pardoned
BEYOND = 2  # columns a line may be longer than the column: marks hang over, wide characters
FILLED = 0.25  # of the lines at least are filled
SAYINGS = 2  # authors' lines
FURNITURE_KINDS, BULLETS = 3, 10  # of a web page
ENTRIES, ENTRY_SHARE = 3, 0.5  # blocks that begin alike; their share
NUMBER = re.compile(r"\d{1,9}")
OF_PROGRAMS = ("soft-hyphens", "markdown-links", "page-furniture")  # what these rules find no person types
AUTHOR = re.compile(r"(?:\t| {4,40})\s{0,40}(?:--|[—―–])\s?[^\W\d_][^\n]{0,80}$")


@dataclass(frozen=True, slots=True)
class Wrap:
    """The column that explains most breaks of a text (screen columns; None: none does); whether the text is a collection;
    whether its breaks contradict the column; how many it explains."""

    column: int | None
    collection: bool = False
    uneven: bool = False
    explained: int = 0


def wrap(text: str) -> Wrap:
    """How the lines of `text` were broken. On a web page menus and tables contradict every column, and say nothing."""
    lines = text.replace("\f", "").split("\n")
    w = column(lines)
    if w is None:
        return Wrap(None)
    met, against = _evidence(lines, w)
    few = met < FILLED * sum(1 for line in lines if line and not line.isspace())
    collection, uneven = is_collection(lines), few or against > max(PARDONED, CONTRADICTED * met)
    if (collection or uneven) and is_page(lines):
        return Wrap(w)
    return Wrap(w, collection, uneven, met)


def is_typed(view: View) -> bool:
    """Whether a text with a column was broken into lines by a person; no program had it in hand in this pass."""
    how = view.once(wrap)
    return how.collection or (how.uneven and not any(view.evidence.get(rule) for rule in OF_PROGRAMS))


def is_collection(lines: Sequence[str]) -> bool:
    """Whether the text is a collection of sayings or of entries, each set as its author wanted it."""
    authors = sum(AUTHOR.match(b) is not None and bool(a.strip()) and not c.strip() for a, b, c in _threes(lines))
    if authors >= SAYINGS:
        return True
    heads = [_head(block) for block in _blocks(lines)]
    (head, times), *_ = Counter(heads).most_common(1) or [("", 0)]
    return bool(head) and times >= max(ENTRIES, ENTRY_SHARE * len(heads))


def is_page(lines: Sequence[str]) -> bool:
    """Whether furniture of several kinds stands there, or lists as menus are printed."""
    judged = [judge(line.strip()) for line in lines if line and not line.isspace()]
    kinds = {j.reason for j in judged} - {None, "structure"}
    return len(kinds) >= FURNITURE_KINDS or sum(j.bullet for j in judged) >= BULLETS


def _evidence(lines: Sequence[str], column: int) -> tuple[int, int]:
    """How many breaks the column explains, and how many lines contradict it."""
    met, against = 0, sum(width(line.rstrip()) > column + BEYOND and " " in line.strip() for line in lines)
    for a, b in pairwise(lines):
        if not a or not b or a.isspace() or b.isspace() or ITEM.match(b) or WEAK_ITEM.match(b):
            continue
        if width(a.rstrip()) < SHORTEST * column or _indent(b) > _indent(a) + 1:
            continue
        if filled(a, b, column):
            met += 1
        elif b.lstrip()[0].islower() and not STOP.search(a.rstrip()[-6:]):
            against += 1
    return met, against


def _threes(lines: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    return zip(lines, lines[1:], [*lines[2:], ""], strict=False)


def _blocks(lines: Sequence[str]) -> Iterator[str]:
    """The first line of every block between blank lines."""
    before = ""
    for line in lines:
        if line and not line.isspace() and (not before or before.isspace()):
            yield line
        before = line


def _head(line: str) -> str:
    """What a block begins with: a label, or its first two words, any number in the second being one."""
    words = line.split(None, 2)
    if words[0].endswith(":"):
        return words[0]
    return f"{words[0]} {NUMBER.sub('0', words[1])}" if len(words) > 1 else ""


def _indent(line: str) -> int:
    return len(line.expandtabs()) - len(line.expandtabs().lstrip())
