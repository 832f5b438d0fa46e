"""Straight quotation marks, paired: what the rules share that ask which of them opens and which closes. No rule."""

import re
from collections.abc import Iterator

SAID = "said|says|asked|replied|answered|cried|added|thought|wrote|told|went|shouted|whispered|continued|exclaimed|murmured|returned"
TELLER = re.compile(  # between two quotations rather than in one: '" said he, "'
    rf"\s*(?:(?:{SAID})\b|(?:he|she|i|we|they|you|it|who|the \w+|[A-Z]\w+)(?: \w+)? (?:{SAID})\b)", re.I
)
LINE = re.compile(r'[^\n"]*"[^\n]*')


def paired(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Of each paragraph with an even number of marks: (paragraph, where it starts, first mark, second mark in it), two
    marks at a time. Not where the line before ended inside a quotation, nor where tellers stand between the marks."""
    inside = False
    for line in LINE.finditer(text):
        marks = [i for i, c in enumerate(line[0]) if c == '"']
        inside, was_inside = len(marks) % 2 == 1 and not inside, inside
        if len(marks) % 2:
            continue
        couples = list(zip(marks[::2], marks[1::2], strict=True))
        if not was_inside and not any(TELLER.match(line[0], i + 1) for i, _ in couples):
            yield from ((line[0], line.start(), i, j) for i, j in couples)
