"""Sentences cut into lines at their links and bold words: 'the report by', 'Reuters', ', which came out'.

So `get_text("\\n")` prints a page. Only where a text shows it several times and holds running text besides.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.clean.cells import is_row
from ingest.clean.column import ITEM, STOP
from ingest.clean.kinds import is_code, is_code_line
from ingest.clean.phrases import reason
from ingest.clean.rows import rows
from ingest.clean.typed import is_page, wrap
from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

LEAST_TORN, LEAST_LONG, LONG = 2, 2, 90  # places; lines of running text; characters. Measured on dumps of web pages
FILLED = 20  # lines
CLOSED = re.compile(r"[.!?…。！？：:;；]['\"”’»“)\]）」』]{0,4}$")
MARK = re.compile(r"\s{0,20}(?!\.\s[/~$])[,.;:)’”!?](?:\s|$|\w)")
OPENED = re.compile(
    r"\b(?:the|a|an|of|in|to|and|by|with|from|for|on|at|that|as|der|die|das|und|von|mit|im|den|zu|le|la|les|de|du|des|et|à|el|los|las|en|con|il|di|che|da|het|een|van|i|w|z|na|и|в|на|с|по)$",
    re.I,
)


@clean_rule("torn-lines", phase=66, group="wraps")
def find(view: View) -> Iterator[Finding]:
    """`as reported by\\nReuters\\n, who` -> `as reported by Reuters, who`. Seen in page dumps."""
    if "\n" not in view.text or view.evidence.get("hard-wraps") or is_code(view):
        return
    how = view.once(wrap)
    if how.uneven and how.explained >= FILLED:
        return  # lines somebody filled by hand: mending those that go on in small letters would leave the others
    told = view.once(rows)
    numbers = [i for i, line in enumerate(told.lines) if line and not line.isspace()]
    lines = [told.lines[i].strip() for i in numbers]
    cells = {k for k, i in enumerate(numbers) if "\t" in told.lines[i] and is_row(told.lines, i)}
    if not _is_torn([line for k, line in enumerate(lines) if k not in cells]):
        return
    held, mended = "", False
    for k, line in enumerate(lines):
        apart = k in cells or k - 1 in cells
        between = _joint(held, line, mended) if held and not apart else None
        if between is None or is_code_line(line) or is_code_line(lines[k - 1]):
            held, mended = line, False
            continue
        start, end = told.end(numbers[k - 1]), told.starts[numbers[k]]
        raw = told.lines[numbers[k - 1]]
        start -= len(raw) - len(raw.rstrip())
        end += len(told.lines[numbers[k]]) - len(told.lines[numbers[k]].lstrip())
        yield Finding(start, end, between, evidence="unfinished sentence")
        held, mended = (held + between + line)[-400:], True


def _is_torn(lines: Sequence[str]) -> bool:
    if sum(len(line) > LONG for line in lines) < LEAST_LONG:
        return False
    torn = long = 0
    for a, b in pairwise(lines):
        if (b[0].islower() or MARK.match(b)) and not CLOSED.search(a[-6:]) and len(a) + len(b) > 60:
            torn += 1
            long += len(a) > LONG
    return torn >= LEAST_TORN and (long >= LEAST_TORN or any(map(MARK.match, lines)) or is_page(lines))


def _joint(held: str, line: str, mended: bool) -> str | None:
    """What stands between an unfinished line and the one that goes on; None: they are two."""
    if STOP.search(held[-6:]) or ITEM.match(line):
        return None
    if MARK.match(line) and len(held) > 3 and not reason(held):
        return ""
    if CLOSED.search(held[-6:]):
        return None
    small = line[0].islower() or line[0] == "("
    if small and len(line) > 20 and (len(held) > 40 or mended):
        return " "
    inline = len(line) < 80 and len(held) > 60 and not reason(line)
    return " " if inline and (held.endswith(",") or OPENED.search(held[-20:])) else None
