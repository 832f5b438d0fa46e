"""The line of a plain text's opening that signs it: 'By Ada Example', alone on its line under the headline."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.core.bylines import SIGNING

OPENING = 2_000  # characters in which it is looked for; prose is, in as many behind it
SEEN = 2 * OPENING  # so many tell
MOST_LINES = 6  # lines with anything in them
MOST_CHARS = 90
SIGNED = re.compile(rf"(?:{'|'.join(map(re.escape, SIGNING))})\s{{1,3}}(?=\S)", re.I)
END = re.compile(r"[.!?…:;,。！？]\Z")
PROSE = re.compile(r"[^\n]{80}")


@dataclass(frozen=True, slots=True)
class Byline:
    """Where the line begins, the line, and whom it names."""

    start: int
    line: str
    people: list[str]


def signed_line(text: str, signers: Callable[[str], Sequence[str]]) -> Byline | None:
    """The byline, found within the first six lines that hold anything, below the first, with prose below it. `signers`
    finds the persons a line names. None where there is none."""
    position, filled = 0, 0
    for line in text[:OPENING].splitlines(keepends=True):
        start, told = position, line.strip()
        position += len(line)
        filled += bool(told)
        if filled > MOST_LINES or (filled > 1 and len(told) > MOST_CHARS):
            break
        if (
            filled > 1
            and SIGNED.match(told)
            and not END.search(told)
            and PROSE.search(text, position, position + OPENING)
        ):
            people = list(signers(told))
            if people:
                return Byline(start, told, people)
    return None
