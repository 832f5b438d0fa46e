"""The lines of a text, and where each of them starts. No rule: what the rules of lines look at."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, islice


@dataclass(frozen=True, slots=True)
class Rows:
    """`lines[i]` is text[starts[i] : starts[i] + len(lines[i])], without its line feed."""

    lines: list[str]
    starts: Sequence[int]

    def end(self, number: int) -> int:
        """Where a line ends: the place of its line feed, or the end of the text."""
        return self.starts[number] + len(self.lines[number])


def rows(text: str) -> Rows:
    """Cut `text` at its line feeds, and at nothing else."""
    lines = text.split("\n")
    lengths = map((1).__add__, map(len, islice(lines, len(lines) - 1)))
    return Rows(lines, array("q", accumulate(lengths, initial=0)))  # millions of empty lines are met
