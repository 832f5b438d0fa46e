"""Whether a person broke the lines of a text, not a program: then they stand. No rule: what undoing of breaks asks first.

A program fills every line to one column. Against it speak lines beyond the column; lines that stop short of it and yet
go on in a small letter; few filled lines among many; and what only people set: the author of a saying on an indented line of its own, entries that
all begin alike ('Q: …', 'Tip 1: …').
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.clean.column import ITEM, SHORTEST, STOP, WEAK_ITEM, column
from ingest.clean.measured import Measured, measured
from ingest.clean.prose import judge
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
    """The lines; the column that explains most of their breaks (screen columns; None: none does); whether the text is a
    collection; whether its breaks contradict the column; how many it explains."""

    lines: Measured
    column: int | None
    collection: bool = False
    uneven: bool = False
    explained: int = 0


def wrap(text: str) -> Wrap:
    """How the lines of `text` were broken. On a web page menus and tables contradict every column, and say nothing."""
    told = measured(text)
    w = column(told)
    if w is None:
        return Wrap(told, None)
    met, against = _evidence(told, w)
    few = met < FILLED * sum(map(bool, told.bare))  # of all: counted among long lines only, dialogues are joined
    collection, uneven = is_collection(told), few or against > max(PARDONED, CONTRADICTED * met)
    if (collection or uneven) and is_page(told.lines):
        return Wrap(told, w)
    return Wrap(told, w, collection, uneven, met)


def is_typed(view: View) -> bool:
    """Whether a text with a column was broken into lines by a person; no program had it in hand in this pass."""
    how = view.once(wrap)
    return how.collection or (how.uneven and not any(view.evidence.get(rule) for rule in OF_PROGRAMS))


def is_collection(told: Measured) -> bool:
    """Whether the text is a collection of sayings or of entries, each set as its author wanted it."""
    bare = told.bare
    authors = sum(
        line[0].isspace()
        and AUTHOR.match(line) is not None
        and bool(bare[i])
        and not (i + 2 < len(bare) and bare[i + 2])
        for i, line in enumerate(bare[1:])
        if line
    )
    if authors >= SAYINGS:
        return True
    heads = [_head(line) for line, before in zip(bare, ["", *bare], strict=False) if line and not before]
    (head, times), *_ = Counter(heads).most_common(1) or [("", 0)]
    return bool(head) and times >= max(ENTRIES, ENTRY_SHARE * len(heads))


def is_page(lines: Iterable[str]) -> bool:
    """Whether furniture of several kinds stands there, or lists as menus are printed."""
    kinds: set[str | None] = {None, "structure"}
    bullets = 0
    for line in lines:
        if not line or line.isspace():
            continue
        judged = judge(line.strip())
        kinds.add(judged.reason)
        bullets += judged.bullet
        if len(kinds) - 2 >= FURNITURE_KINDS or bullets >= BULLETS:
            return True
    return False


def _evidence(told: Measured, column: int) -> tuple[int, int]:
    """How many breaks the column explains, and how many lines contradict it."""
    longest, shortest = column + BEYOND, SHORTEST * column
    met, against = 0, sum(w > longest and " " in told.bare[i].strip() for i, w in enumerate(told.widths))
    for i, w in enumerate(told.widths[:-1]):
        a, b = told.bare[i], told.lines[i + 1]
        if not a or w < shortest or not told.bare[i + 1] or ITEM.match(b) or WEAK_ITEM.match(b):
            continue
        if b[0].isspace() and _indent(b) > _indent(a) + 1:
            continue
        if told.filled(i, i + 1, column):
            met += 1
        elif b.lstrip()[0].islower() and not STOP.search(a[-6:]):
            against += 1
    return met, against


def _head(line: str) -> str:
    """What a block begins with: a label, or its first two words, any number in the second being one."""
    words = line.split(None, 2)
    if words[0].endswith(":"):
        return words[0]
    return f"{words[0]} {NUMBER.sub('0', words[1])}" if len(words) > 1 else ""


def _indent(line: str) -> int:
    return len(line.expandtabs()) - len(line.expandtabs().lstrip())
