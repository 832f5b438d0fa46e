"""Running heads, feet and page numbers that a text was torn out of its pages with.

Page numbers are a chain that rises by one at even distances, or stand beside form feeds; running heads are lines that
come back beside them. What is taken out leaves a form feed, so that `hard_wraps.py` can join a paragraph across it.
Loose rules here eat galleries ('1', '2', '3' on a web page): hence the least distances.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.clean.column import STOP
from ingest.clean.kinds import is_code
from ingest.clean.rows import rows
from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

# Measured on paged articles and on web pages, development half:
NEAREST, FARTHEST = 15, 90  # lines between two page numbers
HELD = 8  # lines of one number that a chain may go on from: others are a list, no pages
LISTED = 0.5  # of the lines are numbers: a column of figures, no pages
SPREAD = 1.6  # the longest page against the shortest
NEAR_NUMBER, NEAR_FEED = 8, 6  # lines a running head stands at most from a page's number or end
HEADED = 0.25  # of the pages bear a running head; chapters change it, right and left pages differ
LONGEST = 110  # characters of a running head
HEADS_ALONE, HEAD_DISTANCE, HEAD_SPREAD = 3, 18, 6
TITLE_WORDS, INTERRUPTING = (
    4,
    0.3,
)  # of heads without numbers and form feeds; of shorter ones this share parts sentences
NUMBER = re.compile(  # no share, difference or item of a list
    r"(?!.*[%‰$€£+<>=]|\W{0,2}[-–—*•]\s\d+\Z|-\d)\W{0,3}(?:(?:page|seite|p[aá]gina|pagina|strona|side|sida|sivu|стр\.?|страница|p\.|s\.|str\.|第)\s{0,3})?(\d{1,4})"
    r"(?:\s{0,3}(?:/|of|von|de|sur|di|z|из|van)\s{0,3}\d{1,4}|\s?[页頁])?\W{0,3}",
    re.I,
)
SIDE = re.compile(r"(\d{1,4})\s{2,40}\S.{2,100}|\S.{2,100}?\s{2,60}(\d{1,4})")
FAR_SIDE = re.compile(r"(\d{1,4}) {6,}(\S.{4,90})|(\S.{4,90}?) {6,}(\d{1,4})")
BARE = "0123456789 -–|"  # what a page number may add to a running head, for a quick look
NUMBERED = re.compile(r"^\d{1,4} | [-–|]? ?\d{1,4}$")
SPACES, DIGIT = re.compile(r"\s+"), re.compile(r"\d")


@clean_rule("page-furniture", phase=60, group="pages")
def find(view: View) -> Iterator[Finding]:
    """`… he said to the\\n\\n12\\n\\fTHE LAMP\\n\\nharbour master` -> the sentence. Seen in text of PDFs and printers."""
    if "\n" not in view.text or is_code(view):
        return
    told = view.once(rows)
    lines = told.lines
    feeds = [i for i, line in enumerate(lines) if "\f" in line]
    marks = _marks([line.replace("\f", "").strip() for line in lines], feeds)
    if not marks:
        return
    number = -1
    for i in sorted(marks):
        if i <= number:
            continue
        number, start = i, i
        while number + 1 < len(lines) and (number + 1 in marks or not lines[number + 1].strip()):
            number += 1
        while start > 0 and not lines[start - 1].strip():
            start -= 1
        end = told.starts[number + 1] if number + 1 < len(lines) else len(view.text)
        whole = start == 0 or number + 1 == len(lines)
        feed_follows = number + 1 < len(lines) and lines[number + 1].startswith("\f")
        evidence = (
            "page number" if i in marks and NUMBER.fullmatch(lines[i].replace("\f", "").strip()) else "running head"
        )
        yield Finding(told.starts[start], end, "" if whole or feed_follows else "\f\n", evidence=evidence)


def _marks(lines: Sequence[str], feeds: Sequence[int]) -> set[int]:
    """Numbers of the lines that are page numbers or running heads."""
    numbers = _chain(lines)
    if not numbers and not feeds:
        return _heads_alone(lines) | _numbered_heads(lines)
    marks = set(numbers)
    near: dict[str, list[int]] = {}
    seen: Counter[str] = Counter()
    first = next((i for i, line in enumerate(lines) if line), 0)
    for i, line in enumerate(lines):
        if not 2 < len(line) < LONGEST or STOP.search(line[-6:]) or i == first:
            continue  # the first line of all is the title, also where it is the head of the pages
        seen[_shape(line)] += 1
        if _near(i, numbers, NEAR_NUMBER) or _near(i, feeds, NEAR_FEED):
            near.setdefault(_shape(line), []).append(i)
    pages = max(len(numbers), len(feeds))
    heads = {
        i for shape, at in near.items() if len(at) >= max(2, HEADED * pages) and len(at) > seen[shape] / 2 for i in at
    }
    marks |= _beside_edges(lines, heads, {*numbers, *feeds})
    for i, line in enumerate(lines):
        if line and len(line) <= 12 and NUMBER.fullmatch(line) and _near(i, feeds, 3):
            marks.add(i)
    if len(marks) > 5 * (len(numbers) + len(feeds) + 1) or (len(marks) == 1 and not feeds):
        return set()
    return marks


def _beside_edges(lines: Sequence[str], heads: set[int], edges: set[int]) -> set[int]:
    """Those of `heads` that no line of the text parts from an edge of a page."""
    found = heads & edges
    for edge in edges:
        ends_in_text = bool(lines[edge]) and edge not in heads and not _numbered(lines[edge])
        for step in (-1,) if ends_in_text else (-1, 1):
            i = edge + step
            while 0 <= i < len(lines) and abs(i - edge) <= NEAR_NUMBER and (not lines[i] or i in heads):
                if lines[i]:
                    found.add(i)
                i += step
    return found


def _numbered(line: str) -> bool:
    """Whether a line is a page number, alone or beside a running head."""
    return NUMBER.fullmatch(line) is not None or SIDE.fullmatch(line) is not None


def _chain(lines: Sequence[str]) -> list[int]:
    """The longest chain of numbers that rise by one at even distances; the numbers of its lines."""
    last: dict[int, list[tuple[int, int]]] = {}  # value -> (line, link) of those still near
    links: list[tuple[int, int, int]] = []  # line, length of the chain to here, link before
    best = -1
    for i, line in enumerate(lines):
        if not line or len(line) > LONGEST or not DIGIT.search(line):
            continue
        m = NUMBER.fullmatch(line) or SIDE.fullmatch(line)
        if not m:
            continue
        value = int(next(g for g in m.groups() if g))
        before = [(j, k) for j, k in last.get(value - 1, ())[-FARTHEST:] if NEAREST <= i - j <= FARTHEST]
        link = max(before, key=lambda jk: links[jk[1]][1])[1] if before else -1
        links.append((i, links[link][1] + 1 if before else 1, link))
        here = [jk for jk in last.get(value, ())[-HELD:] if i - jk[0] <= FARTHEST]
        last[value] = [*here, (i, len(links) - 1)]
        if best < 0 or links[-1][1] > links[best][1]:
            best = len(links) - 1
    if len(links) > LISTED * sum(map(bool, lines)):
        return []
    chain: list[int] = []
    while best >= 0:
        chain.append(links[best][0])
        best = links[best][2]
    chain.reverse()
    gaps = [b - a for a, b in pairwise(chain)]
    return chain if gaps and max(gaps) <= SPREAD * min(gaps) + 2 else []


def _heads_alone(lines: Sequence[str]) -> set[int]:
    """Without numbers and form feeds: the same line three times and more at even distances."""
    where: dict[str, list[int]] = {}
    first = next((i for i, line in enumerate(lines) if line), 0)
    bare = [line.strip(BARE) if 3 < len(line) < LONGEST and "\t" not in line else "" for line in lines]
    often = {shape for shape, times in Counter(bare).items() if times >= HEADS_ALONE}
    for i, line in enumerate(lines):
        if bare[i] and bare[i] in often and i != first:
            where.setdefault(_shape(line), []).append(i)
    marks: set[int] = set()
    for at in where.values():
        gaps = [b - a for a, b in pairwise(at)]
        even = len(at) >= HEADS_ALONE and min(gaps) >= HEAD_DISTANCE and max(gaps) <= min(gaps) + HEAD_SPREAD
        title = len(lines[at[0]].split()) >= TITLE_WORDS
        if even and (title or sum(_interrupts(lines, i) for i in at) >= INTERRUPTING * len(at)):
            marks.update(at)
    return marks


def _numbered_heads(lines: Sequence[str]) -> set[int]:
    """Of short pages: the same words three times and more beside numbers that rise by one, far from them, each on a line
    between blank ones."""
    chains: dict[str, list[tuple[int, int]]] = {}  # words -> (line, number) of the chain that is going on
    marks: set[int] = set()
    first = next((i for i, line in enumerate(lines) if line), 0)
    for i, line in enumerate(lines):
        m = FAR_SIDE.fullmatch(line) if len(line) < LONGEST and DIGIT.search(line) else None
        if not m or any(lines[k] for k in (i - 1, i + 1) if 0 <= k < len(lines)):
            continue
        words, value = m[2] or m[3], int(m[1] or m[4])
        before = chains.get(words, [])
        chain = [*before, (i, value)] if before and before[-1][1] == value - 1 else [(i, value)]
        chains[words] = chain
        if len(chain) >= HEADS_ALONE:
            marks.update(n for n, _ in chain[-HEADS_ALONE:])
    return marks - {first}


def _interrupts(lines: Sequence[str], number: int) -> bool:
    """Whether a sentence goes on over a line: what speakers' names and fields of a form do not do."""
    before = next((line for line in reversed(lines[max(0, number - 3) : number]) if line), "")
    after = next((line for line in lines[number + 1 : number + 4] if line), "")
    return bool(before) and not STOP.search(before[-6:]) and after[:1].islower()


def _near(number: int, those: Sequence[int], distance: int) -> bool:
    at = bisect_left(those, number - distance)
    return at < len(those) and those[at] <= number + distance


def _shape(line: str) -> str:
    """A line without the page number before or behind it."""
    return NUMBERED.sub("", SPACES.sub(" ", line)) or line
