"""Rows of tables whose cells tabs part. No rule: what the rules of lines leave alone."""

from collections.abc import Sequence

LONGEST_ROW = 400  # characters; a paragraph with a tab in it is longer, or has no neighbour with as many


def is_row(lines: Sequence[str], number: int) -> bool:
    """Whether single tabs part a line into as many cells as the line above or below: a row of a table."""
    cells = _cells(lines[number])
    beside = (*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2])
    return cells > 1 and any(_cells(line) == cells for line in beside)


def _cells(line: str) -> int:
    """How many cells tabs make of a line; 0 where one is padded or fewer than two say anything."""
    if "\t" not in line or len(line) > LONGEST_ROW:
        return 0
    cells = line.split("\t")
    return len(cells) if sum(map(bool, cells)) > 1 and all(c == c.strip(" ") for c in cells) else 0
