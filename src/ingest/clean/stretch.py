"""Which lines of a page are the article: the stretch with the largest sum of weights. No rule: what `boilerplate.py` asks.

A line's weight is its own score, seen among its neighbours: an item of a list of sentences weighs otherwise than an
item of a menu, a heading above running text otherwise than a link among links.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from ingest.clean.headline import headline
from ingest.clean.kinds import CODE, LONG_CODE
from ingest.clean.phrases import ends_article
from ingest.clean.prose import Judged
from ingest.core.bylines import SIGNING

# Measured on page dumps and on articles with lines of other pages around them, development half:
FLOOR = -2.5  # the least a line weighs, but for an end
END, END_AFTER = -8.0, 10.0  # a heading after which articles are over, once so much running text was there
LONE_AFTER = 60.0
LONE = 0.6  # what a line of running text weighs that has none beside it: a teaser, a comment
FADED = 0.5  # what running text weighs behind such a heading
ITEM_SENTENCE, ITEM_LONG = 0.2, -0.3  # items of lists of sentences, of long lists
ITEM_MOST, LIST = 2.0, 3  # an item weighs at most, in a list of so many
NEAR, FEW_NEAR, CALM = 6, 1, 0.5  # lines around; fewer lines of furniture there than this: a short line weighs less
REPEATED, REPEATED_CHARS = -0.8, 20  # a line said before is a teaser or a caption
DATA = 3  # lines of labels and values in a row
ROWS, LEAST_CELLS, FIGURES = 3, 3, 0.5  # of a table: rows, cells of each, rows with a figure
CELLS, FIGURE = re.compile(r"\t+|(?<=.) ?\| ?(?=.)"), re.compile(r"[-+~<>≥≤$€£]{0,2}\d")
CODE_LINES, KEY = 5, re.compile(r"(?:- )?[a-z][\w.-]{0,40}:(?: \S.*)?$")
LONG_ITEMS, RUNNING_ITEMS = 5.5, 0.4  # mean words of such a list's items; share that reads as running text
HEADING = -0.3  # a short line above running text
DATED, DATED_WITHIN = ("date", "dateline"), 2  # an article's own dateline stands this near above it
LAST_LINES = 3  # short sentences behind the article that are its own
LEAD_WITHIN = 8  # lines above the article a lead may stand
HEADLINE_WORDS, NO_HEADLINE = (
    3,
    re.compile(r"https?:|www\.|[|<>«»]{2}|(?:\A|\s)[|»<>]\s|(?:\.\.\.|…)\Z|\d\d-\d\d-\d{4}"),
)
NAME = r"(?:[A-ZÀ-ÖØ-ÞА-Я][\w'’.-]{0,30}|de|del|van|von|der|den|da|di|du|la|le|al|bin)"
SIGNS = "|".join(f"{re.escape(word.rstrip(':'))}:?" for word in SIGNING)
BYLINE = re.compile(rf"(?i:{SIGNS}) {NAME}(?: {NAME}){{1,4}}\Z")
LEAD_WORDS, LEAD_RUNNING = 6, 0.1  # as in `prose.py`
TEASER, TEASER_WORDS = -0.2, 4  # one line that leads elsewhere, between running text: the article goes on
GOOD, GOOD_OF_PAGE, MANY_LINKS = 4.0, 1.5, 9  # running text there must be; on pages with more links than this
SAID_INSIDE, ITEM, SHORT_LINE, MOST = 0.5, 0.6, 0.25, 12  # evidence of a page: such a line's share; lines counted
EVIDENCE = 3.6  # of a page there must be
LOOSE = ("date", "tags")  # reasons that lists and recipes give as well
FIRM, FIRM_BULLETS, SAID = (
    2,
    3,
    3,
)  # lines of furniture there must be, or bullets; or lines said by any reason, one firm
SPARSE = 0.01  # of the lines are furniture by their words, or bullets
SECOND, SECOND_LEAST = 0.5, 6.0  # a further stretch must have this share of the best one's sum, and this sum


def weigh(lines: Sequence[str], judged: Sequence[Judged], near: Sequence[int]) -> list[float]:
    """The weight of every line; `near` is what `furniture_near` told."""
    weights = [max(j.score, FLOOR) for j in judged]
    said: set[str] = set()
    for k, j in enumerate(judged):
        if j.reason is None and not j.bullet and j.score < 0 and near[k] < FEW_NEAR:
            weights[k] *= CALM
        if len(lines[k]) > REPEATED_CHARS:
            if lines[k] in said and weights[k] > 0:
                weights[k] = REPEATED
            said.add(lines[k])
    for first, last in [*data(judged), *tables(lines), *code(lines)]:
        weights[first : last + 1] = [max(w, ITEM_SENTENCE) for w in weights[first : last + 1]]
    for first, last in lists(judged):
        _weigh_items(lines, judged, weights, first, last)
    for k in range(1, len(judged) - 1):
        inside = judged[k - 1].score > 1 and judged[k + 1].score > 0 and judged[k + 1].stop and not judged[k + 1].bullet
        if inside and judged[k].reason == "related" and judged[k].words >= TEASER_WORDS:
            weights[k] = TEASER
    for k in range(len(judged) - 1):
        alone = k == 0 or judged[k - 1].score > 0
        if (
            judged[k].reason is None
            and not judged[k].bullet
            and weights[k] < HEADING
            and judged[k + 1].score > 1
            and alone
        ):
            weights[k] = HEADING
    good, faded = 0.0, 1.0
    for k, line in enumerate(lines):
        if good >= END_AFTER and ends_article(line):
            weights[k], faded = END, FADED
        elif weights[k] > 0:
            lone = (k == 0 or judged[k - 1].score <= 0) and (k + 1 == len(judged) or judged[k + 1].score <= 0)
            weights[k] *= faded * (LONE if lone and weights[k] > 1 and good >= LONE_AFTER else 1.0)
        good += max(judged[k].score, 0.0)
    return weights


def lists(judged: Sequence[Judged]) -> Iterator[tuple[int, int]]:
    """Runs of items of one kind that no phrase explains, as (first, last)."""
    k = 0
    while k < len(judged):
        last = k
        if (judged[k].bullet or judged[k].dash) and not judged[k].reason:
            kind = (judged[k].bullet, judged[k].dash)
            while (
                last + 1 < len(judged)
                and (judged[last + 1].bullet, judged[last + 1].dash) == kind
                and not judged[last + 1].reason
            ):
                last += 1
            if judged[k].bullet or last > k:
                yield k, last
        k = last + 1


def data(judged: Sequence[Judged]) -> Iterator[tuple[int, int]]:
    """Runs of DATA lines and more that hold a label and its value, as (first, last): the author's figures."""
    start = 0
    for k in range(len(judged) + 1):
        if k < len(judged) and judged[k].labelled and not judged[k].reason:
            continue
        if k - start >= DATA:
            yield start, k - 1
        start = k + 1


def tables(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of ROWS lines and more with as many cells each, tabs or bars between them, and figures in most, as
    (first, last): an author's table, where a menu has one row, and words."""
    cells = [tuple(CELLS.split(line.strip("|"))) if CELLS.search(line) else () for line in lines]
    start = 0
    for k in range(len(lines) + 1):
        if k < len(lines) and len(cells[k]) >= LEAST_CELLS and len(cells[k]) == len(cells[start]):
            continue
        figures = sum(any(FIGURE.match(cell) for cell in row) for row in cells[start:k])
        if k - start >= ROWS and figures >= FIGURES * (k - start):
            yield start, k - 1
        start = k if k < len(lines) and len(cells[k]) >= LEAST_CELLS else k + 1


def code(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of CODE_LINES and more that are statements, or keys with their values as configurations write them, as (first,
    last): what an article quotes, though too little to make the text one of code."""
    start = 0
    for k in range(len(lines) + 1):
        if k < len(lines) and len(lines[k]) <= LONG_CODE and (KEY.match(lines[k]) or CODE.search(lines[k])):
            continue
        if k - start >= CODE_LINES:
            yield start, k - 1
        start = k + 1


def furniture_near(judged: Sequence[Judged]) -> list[int]:
    """For every line, how many lines of furniture and items stand within NEAR lines of it."""
    sums = [0, *accumulate(int(j.reason is not None or j.bullet) for j in judged)]
    n = len(judged)
    return [sums[min(n, k + NEAR + 1)] - sums[max(0, k - NEAR)] for k in range(n)]


def _weigh_items(lines: Sequence[str], judged: Sequence[Judged], weights: list[float], first: int, last: int) -> None:
    items = judged[first : last + 1]
    n = len(items)
    long = sum(j.words for j in items) / n
    running = sum(j.running >= 0.1 for j in items) / n
    stops = sum(j.stop for j in items) / n
    announced = first > 0 and lines[first - 1].endswith((":", "："))
    weight: float | None = None
    if announced and items[0].dash:
        weights[first - 1] = max(weights[first - 1], HEADING)
    elif items[0].dash:
        return
    if announced or (long >= LONG_ITEMS and stops >= 0.5 and running >= RUNNING_ITEMS):
        weight = ITEM_SENTENCE
    else:
        weight = ITEM_LONG if long >= LONG_ITEMS and running >= RUNNING_ITEMS else None
    for k in range(first, last + 1):
        if weight is not None:
            weights[k] = max(weights[k], weight)
        if n >= LIST:
            weights[k] = min(weights[k], ITEM_MOST if weight == ITEM_SENTENCE else ITEM_LONG)


def stretches(weights: Sequence[float]) -> list[tuple[int, int]]:
    """The best stretch and further good ones, as (first, last), in order."""
    best, span = _best(weights, 0, len(weights))
    if not best:
        return []
    found = [span]
    for low, high in ((0, span[0]), (span[1] + 1, len(weights))):
        more, other = _best(weights, low, high)
        if more >= SECOND * best and more > SECOND_LEAST:
            found.append(other)
    return sorted(found)


def reached(lines: Sequence[str], judged: Sequence[Judged], spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """`spans`, the first stretched up to the article's headline, lead or deck, which byline, date and share bar part
    from it."""
    first = spans[0][0]
    top, own = first, True
    for k in range(first - 1, max(-1, first - 1 - LEAD_WITHIN), -1):
        j = judged[k]
        if j.score <= FLOOR or j.bullet:
            break
        if own and j.reason is None and BYLINE.match(lines[k]):
            top = k
        elif own and j.reason is None and not j.dash:
            own = False  # the line that stands nearest is the headline; what stands above it may be a menu's
            top = k if j.words >= HEADLINE_WORDS and not NO_HEADLINE.search(lines[k]) else top
        if j.reason is None and j.words >= LEAD_WORDS and (j.running >= LEAD_RUNNING or j.score > 0):
            top = k
        if j.reason in DATED and k >= top - DATED_WITHIN:
            top = k
    told = headline(lines, judged, first, top)
    out = [(top, spans[0][1]), *spans[1:]]
    begin, last = out[-1]
    behind = last + 1
    if behind + 1 < len(judged) and judged[behind].reason == "related" and judged[behind].words >= TEASER_WORDS:
        behind += 1
    for k in range(behind, min(len(judged), behind + LAST_LINES)):
        if judged[k].reason is not None or not judged[k].stop or judged[k].words <= 1 or judged[k].bullet:
            break
        out[-1] = (begin, k)
    return out if told is None else [told, *out]


def _best(weights: Sequence[float], low: int, high: int) -> tuple[float, tuple[int, int]]:
    best, now, start, span = 0.0, 0.0, low, (low, low - 1)
    for k in range(low, high):
        if now <= 0:
            now, start = 0.0, k
        now += weights[k]
        if now > best:
            best, span = now, (start, k)
    return best, span


def looks_like_page(judged: Sequence[Judged]) -> bool:
    """Whether there is running text, and evidence of a page around it: else nothing is dropped.

    Evidence are lines of furniture by their words, more so before the first and behind the last running text, and
    items and short lines there.
    """
    said = [k for k, j in enumerate(judged) if j.reason is not None and j.reason != "structure"]
    links = sum(j.reason is not None or j.bullet for j in judged)
    firm = sum(judged[k].reason not in LOOSE for k in said)
    bullets = sum(j.bullet for j in judged)
    if firm < FIRM and bullets < FIRM_BULLETS and (not firm or len(said) < SAID):
        return False  # one line that reads like a menu's, among short lines: verse, a scene, a collection of sayings
    if firm + bullets < SPARSE * len(judged):
        return False  # a manual whose lines are torn at its commands holds some words of menus: no menu is so thin
    good = sum(j.score for j in judged if j.score > 1)
    body = [k for k, j in enumerate(judged) if j.score > 1]
    if not body or good < (GOOD_OF_PAGE if links > MANY_LINKS else GOOD):
        return False
    edges = [*judged[: body[0]], *judged[body[-1] + 1 :]]
    at_edges = sum(k < body[0] or k > body[-1] for k in said)
    items = sum(j.bullet for j in edges)
    short = sum(j.score < 0 and not j.bullet for j in edges)
    evidence = at_edges + SAID_INSIDE * (len(said) - at_edges) + ITEM * min(items, MOST) + SHORT_LINE * min(short, MOST)
    return evidence >= EVIDENCE
