"""Paragraphs whose lines a mail program, a text browser or a typesetter filled to a column: each becomes one line.

Rule 1: nothing is joined without the column that explains the breaks (see `column.py`), nor where a person set them
        (see `typed.py`).
Rule 2: a line goes on where it was filled, and the next is no item, no deeper indent and no wider than the column.
Rule 3: a paragraph goes on over the end of a page (a form feed) if its last line was filled and closed no sentence,
        or goes on in a small letter; a footnote between is set behind the paragraph.
Rule 4: hyphens are undone as `hyphens.py` says.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.clean.column import ITEM, STOP, WEAK_ITEM
from ingest.clean.hyphens import Usage, joint, usage
from ingest.clean.kinds import is_code
from ingest.clean.measured import Measured
from ingest.clean.rows import Rows, rows
from ingest.clean.typed import is_page, is_typed, wrap
from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

NOTE = re.compile(r"\s{0,20}(?:\[\d{1,3}\]|\d{1,3}\)?|[*†‡])\s{1,4}\S")
NOTE_LINES = 6  # a footnote stands this near above the page's end
SPEAKERS = 0.12  # of the lines are speakers' names in a drama; on page dumps headings in capitals are fewer
PLAIN, LETTERS = 0.5, 0.6  # share of words that are letters for so large a share
CUT = 0.9
CODED_LINES, CODED = 3, 0.5
GAP, GRID_LINES, GRID_SHARE = re.compile(r"(?<=\S) {2,}(?=\S)"), 3, 0.8
HANGING = re.compile(r"\s{0,40}(?:[*•·+‣◦▪□■●○o#-–—]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\))\s{1,4}")


@dataclass(slots=True)
class _Paragraph:
    """The paragraph being read: its lines' numbers, and notes of the page's foot that stand inside it."""

    numbers: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Filled:
    """Lines as they stand and as measured, the column they were filled to, and the indent of most of them."""

    lines: Sequence[str]
    told: Measured
    column: int
    left: int


@clean_rule("hard-wraps", phase=65, group="wraps")
def find(view: View) -> Iterator[Finding]:
    """`The ferry left at\\nnoon.` -> `The ferry left at noon.` Seen in mails, in dumps of text browsers, in PDFs."""
    text = view.text
    if "\n" not in text or is_code(view):
        return
    told, how = view.once(rows), view.once(wrap)
    body = how.lines
    if how.column is None or is_typed(view) or (_is_drama(body.lines) and not is_page(body.lines)):
        return
    use = usage(body, how.column)
    indents = Counter(_indent(line) for line, bare in zip(told.lines, body.bare, strict=True) if bare)
    left = indents.most_common(1)[0][0] if indents else 0
    for paragraph in _paragraphs(_Filled(told.lines, body, how.column, left)):
        if not reads_as_text([told.lines[n] for n in paragraph.numbers], how.column):
            continue
        yield from _joined(told, paragraph, use)


def reads_as_text(lines: Sequence[str], column: int) -> bool:
    """Whether neighbouring lines are text, and not sums, addresses, rows of a table: words for the most part, and no
    column of blanks that goes through them. So is an address that was itself cut at the column."""
    if _is_coded(lines):
        return False
    if any(_is_cut(a, b, column) for a, b in pairwise(lines)):
        return True
    words = " ".join(lines).split()
    plain = sum(
        "/" not in word and sum(c.isalpha() or not c.isascii() for c in word) >= LETTERS * len(word) for word in words
    )
    return plain >= PLAIN * len(words) and not _is_grid(lines)


def _is_coded(lines: Sequence[str]) -> bool:
    """Whether most lines are one run of ASCII each: base64, hexadecimal digits, sequences of genes. An address cut at the
    column takes two lines."""
    solid = sum(line.isascii() and len(line.split(None, 1)) == 1 for line in lines)
    return solid >= CODED_LINES and solid > CODED * len(lines)


def _is_cut(line: str, following: str, column: int) -> bool:
    """Whether a line is the first part of an address that was cut at the column, and no address in a list."""
    return len(line.rstrip()) >= CUT * column and " " not in line.strip() and "://" not in following[:40]


def _is_grid(lines: Sequence[str]) -> bool:
    """Whether nearly every line has a gap that ends where one of the line before ends; justified text has gaps anywhere."""
    ends = [{m.end() for m in GAP.finditer(line.rstrip())} for line in lines]
    if len(lines) < GRID_LINES or not all(ends):
        return False
    return sum(bool(a & b) for a, b in pairwise(ends)) >= GRID_SHARE * (len(lines) - 1)


def _is_drama(lines: Sequence[str]) -> bool:
    """Whether lines of nothing but capitals come back as speakers' names do: several of them, some more than once."""
    names = Counter(line.strip() for line in lines if len(line) < 40 and line.isupper())
    return sum(names.values()) >= SPEAKERS * len(lines) and max(names.values(), default=0) >= 2


def _joined(told: Rows, paragraph: _Paragraph, use: Usage) -> Iterator[Finding]:
    numbers = paragraph.numbers
    for i, j in pairwise(numbers):
        a, b = told.lines[i].rstrip(), told.lines[j]
        gone, between = joint(a, b.lstrip(), use)
        end = told.starts[j] + len(b) - len(b.lstrip())
        yield Finding(told.starts[i] + len(a) - gone, end, between, evidence="filled line")
    if paragraph.notes:
        notes = "".join(f"\n\n{told.lines[n].strip()}" for n in paragraph.notes)
        yield Finding(told.end(numbers[-1]), told.end(numbers[-1]), notes, evidence="footnote of the page before")


def _paragraphs(filled: _Filled) -> Iterator[_Paragraph]:
    """The paragraphs of two lines and more."""
    now, gap, page, notes = _Paragraph(), False, False, list[int]()
    for number, line in enumerate(filled.lines):
        page = page or "\f" in line
        if not filled.told.bare[number]:
            gap = gap or "\f" not in line
            continue
        if now.numbers and gap and not page and _is_note(filled.lines, number):
            notes.append(number)
            gap = False
            continue
        if now.numbers and (not gap or page) and _goes_on(filled, now.numbers, number, page):
            now.notes += notes
            now.numbers.append(number)
        else:
            if len(now.numbers) > 1:
                yield now
            now = _Paragraph([number])
        gap, page, notes = False, False, []
    if len(now.numbers) > 1:
        yield now


def _goes_on(filled: _Filled, numbers: Sequence[int], number: int, page: bool) -> bool:
    """Whether line `number` goes on the paragraph that has the lines `numbers`."""
    told, column = filled.told, filled.column
    slack = 2 if number in told.east_asian else 0
    if not told.filled(numbers[-1], number, column) or told.widths[number] > column + 2 + slack:
        return False
    before, line = filled.lines[numbers[-1]], filled.lines[number]
    if ITEM.match(line):
        return False
    ended = STOP.search(told.bare[numbers[-1]][-6:]) is not None
    if WEAK_ITEM.match(line) and (ended or told.bare[numbers[-1]].endswith((":", ";"))):
        return False
    indent = _indent(line)
    if indent > filled.left + 1:
        hanging = HANGING.match(filled.lines[numbers[0]])
        before_it = _indent(before) if len(numbers) > 1 else 0
        if indent > max(before_it, hanging.end() if hanging else 0) + 1:
            return False
    if line.startswith("\u3000") and not before.startswith("\u3000"):
        return False
    return not (page and ended and not line.lstrip()[:1].islower())


def _is_note(lines: Sequence[str], number: int) -> bool:
    """Whether a line looks like a footnote just above the end of a page."""
    return NOTE.match(lines[number]) is not None and any(
        "\f" in line for line in lines[number + 1 : number + NOTE_LINES]
    )


def _indent(line: str) -> int:
    if line[0] not in " \u3000\t":
        return 0
    return len(line) - len(line.lstrip(" \u3000\t"))
