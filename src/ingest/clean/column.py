"""The column a text was wrapped at, if it was: the proof every undoing of line breaks needs. No rule.

A line was filled when the first word of the next would not have fitted. The column is the width that explains most
pairs of neighbours; it counts only when enough pairs fit and their second lines mostly begin with a small letter (or
a letter without case): so go on sentences, but not verses, speakers, cells.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.clean.measured import EAST_ASIAN_SLACK, Measured, hyphened

# Measured on wrapped articles against verse, drama, tables and lists, development half:
NARROWEST, WIDEST = 38, 140  # columns; narrower is verse, wider is no terminal
LEAST_FIT = 0.75  # of the pairs at the column
LEAST_SCORE = 3.0  # hits less misses
SHORT_SCORE = 2.0  # the same of a mail of one sentence or two
NARROW, NARROW_SCORE = 50, 6.0  # below it short verses without capitals fit a column by chance: more is asked
SURE_FIT, SURE_SCORE = 0.9, 8.0  # the same where only lines that go on in a small letter are looked at
MISS, OVER = 1.5, 0.2  # what a line that broke early, and one that is longer, take off
SHORTEST = 0.6  # of the column: shorter lines end paragraphs
LEAST_SMALL = 0.5  # of the filled lines go on with no capital; of mails' columns, whose capitals are such as stand
MAIL, LEAST_OF_MAIL = (60, 84), 0.25  # inside lines too, this share
OFTEN, PARDONED = 2.0, 1.0  # times as often capitals may begin lines as words inside them; so many more are pardoned
LOOKED_AT = 400  # lines whose words tell how often capitals are met
BLOCK_SPREAD = 12  # columns between the widest lines of blocks wrapped at one column
BLOCK_LINES = 5
SPREAD_BLOCKS = 200  # blocks counted at most
ITEM = re.compile(r"\s{0,40}(?:[*•·+‣◦▪□■●○]\s|\s\so\s|#{1,6}\s|>|\||\[\d{1,3}\]\s|§)")
WEAK_ITEM = re.compile(r"\s{0,40}(?:[-–—]\s|\(?\d{1,3}[.)]\s|\(?(?:[a-z][.)]|[A-Z]\))\s)")  # 'am / 3. Oktober' goes on
STOP = re.compile(r"[.!?…。！？]['\"”’»“)\]）」』]{0,4}$")


class Pair(NamedTuple):
    """Two neighbouring lines: width of the first, width of what would have had to fit, and what tells them apart."""

    width: int
    first: int
    east_asian: bool
    hyphen: bool
    stop: bool
    small: bool


def pairs(told: Measured) -> list[Pair]:
    """Every two neighbours of which the second is no item of a list and the first may tell for a column."""
    out = []
    low, high = SHORTEST * NARROWEST, WIDEST + 1  # a shorter or longer line tells for no column
    for i, w in enumerate(told.widths[:-1]):
        if not low <= w <= high or not told.bare[i + 1] or ITEM.match(told.lines[i + 1]):
            continue
        a, b = told.bare[i], told.lines[i + 1].lstrip()[0]
        east = i in told.east_asian
        small = not (b.isupper() or b.isdigit())
        out.append(Pair(w, told.firsts[i + 1], east, hyphened(a), STOP.search(a[-6:]) is not None, small))
    return out


def column(measured: Measured) -> int | None:
    """The column a text was wrapped at, in screen columns; None without proof.

    Four looks: at all pairs; at blocks; for pages of many short lines, at the pairs that go on in a small letter; and,
    for mails full of names, at all pairs again, capitals being as frequent inside their lines.
    """
    told = pairs(measured)
    if len(told) < 2:
        return None
    widths = Counter(w for w in measured.widths if w)
    w, score, fit = _likeliest(told, widths)
    narrow = w < NARROW and not any(p.east_asian for p in told)
    if fit >= LEAST_FIT and score >= (NARROW_SCORE if narrow else LEAST_SCORE):
        return w
    found = _filled_blocks(measured)
    if found is None:
        w, score, fit = _likeliest([p for p in told if p.small], widths)
        found = w if fit >= SURE_FIT and score >= SURE_SCORE else None
    if found is None:
        w, score, fit = _likeliest(told, widths, _capitals(measured.bare))
        enough = score >= LEAST_SCORE or (score >= SHORT_SCORE and _is_one_sentence(measured, told, w))
        found = w if MAIL[0] <= w <= MAIL[1] and fit >= LEAST_FIT and enough else None
    return found


def _likeliest(told: Sequence[Pair], widths: Counter[int], capitals: float | None = None) -> tuple[int, float, float]:
    """The width that explains most pairs, its score, and the share of the pairs it explains. `capitals`, the share
    of the words inside lines that begin with one, lets a mail's column have as many; None: LEAST_SMALL holds."""
    hits, misses, small, inside = _tallies(told)
    beyond, best = 0, (0, 0.0, 0.0)
    for w in sorted(widths, reverse=True):
        longer = beyond - widths.get(w + 1, 0)
        beyond += widths[w]
        if not NARROWEST <= w <= WIDEST:
            continue
        if small[w] < LEAST_SMALL * hits[w]:
            if capitals is None or small[w] < LEAST_OF_MAIL * hits[w]:
                continue
            if inside[w] > OFTEN * capitals * (small[w] + inside[w]) + PARDONED:
                continue
        score = hits[w] - MISS * misses[w] - OVER * longer
        if score >= best[1]:
            best = (w, score, hits[w] / max(1, hits[w] + misses[w]))
    return best


def _is_one_sentence(measured: Measured, told: Sequence[Pair], column: int) -> bool:
    """Whether every line that may tell goes on in the middle of a sentence, and what ends behind a filled line ends a
    sentence: so goes a mail of three lines, and no list in small letters."""
    bare, least = measured.bare, SHORTEST * column
    behind = zip(measured.widths, bare[1:], [*bare[2:], ""], strict=False)
    ends = [line for width, line, after in behind if width >= least and line and not after]
    return all(p.small and not p.stop for p in told) and all(STOP.search(line[-6:]) for line in ends)


def _capitals(lines: Sequence[str]) -> float:
    """The share of the words inside lines and sentences that begin with a capital or a digit."""
    capital = met = 0
    for line in lines[:LOOKED_AT]:
        for before, word in pairwise(line.split()):
            if not STOP.search(before[-6:]):
                met += 1
                capital += word[0].isupper() or word[0].isdigit()
    return capital / met if met else 0.0


def _tallies(told: Sequence[Pair]) -> tuple[list[int], list[int], list[int], list[int]]:
    """For each width up to WIDEST: pairs that fit it, pairs that broke early, fitting ones that go on without a capital,
    and fitting ones that go on with one inside a sentence."""
    hits, misses, small, inside = ([0] * (WIDEST + 3) for _ in range(4))

    def add(to: list[int], low: int, high: int) -> None:
        low, high = max(0, low), min(WIDEST, high)
        if low <= high:
            to[low] += 1
            to[high + 1] -= 1

    for p in told:
        longest = int(p.width / SHORTEST)
        filled = (
            longest if p.hyphen else min(longest, p.width + p.first + (EAST_ASIAN_SLACK - 1 if p.east_asian else 0))
        )
        add(hits, p.width - 1, filled)
        if p.small:
            add(small, p.width - 1, filled)
        elif not p.stop:
            add(inside, p.width - 1, filled)
        if not p.stop:
            add(misses, filled + 1, longest)
    for tally in (hits, misses, small, inside):
        for w in range(1, len(tally)):
            tally[w] += tally[w - 1]
    return hits, misses, small, inside


def _filled_blocks(told: Measured) -> int | None:
    """A second look, for pages whose menus drown the count: blocks of three lines and more, each filled, going on in
    small letters."""
    found: list[tuple[int, int]] = []
    start = 0
    for i in range(len(told.bare) + 1):
        if i < len(told.bare) and told.bare[i] and not ITEM.match(told.lines[i]):
            continue
        block, start = range(start, i), i + 1
        if len(block) >= 3:
            w = max(told.widths[n] for n in block)
            if 50 <= w <= WIDEST and all(told.filled(a, b, w) for a, b in pairwise(block)):
                small = sum(not told.lines[n].lstrip()[0].isupper() for n in block[1:])
                if small >= SHORTEST * (len(block) - 1):
                    found.append((w, len(block)))
    found.sort()
    best: tuple[int, int | None] = (0, None)
    at = 0
    for last in range(len(found)):
        while found[last][0] - found[at][0] > BLOCK_SPREAD:
            at += 1
        near = found[max(at, last + 1 - SPREAD_BLOCKS) : last + 1]
        best = max(best, (sum(n for _, n in near), found[last][0]), key=lambda b: b[0])
    return best[1] if best[0] >= BLOCK_LINES else None
