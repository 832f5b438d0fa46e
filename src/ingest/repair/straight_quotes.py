"""Straight quotation marks, paired: what the rules share that ask which of them opens and which closes. No rule."""

import re
from collections.abc import Iterator

LINE = re.compile(r'[^\n"]*"[^\n]*')


def paired(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Of each paragraph with an even number of marks: (paragraph, where it starts, first mark, second mark in it), two
    marks at a time."""
    for line in LINE.finditer(text):
        marks = [i for i, c in enumerate(line[0]) if c == '"']
        if len(marks) % 2 == 0:
            for i, j in zip(marks[::2], marks[1::2], strict=True):
                yield line[0], line.start(), i, j
