"""How much running text a line holds: above 0 an article's, below 0 a page's. No rule: what `boilerplate.py` adds up."""

import re
from functools import lru_cache
from typing import NamedTuple

from ingest.clean.phrases import phrases, reason
from ingest.clean.scripts import IS_HAN_KANA, words

# Scores, measured on page dumps and on texts to be left alone, development half.
FULL = 60.0  # words; more count no more
FURNITURE = {"menu": -2.5, "account": -2.5, "legal": -2.5, "related": -2.5, "comments": -2.5}
BESIDE = -1.0  # share, caption, dateline, date, tags, byline: furniture that stands inside articles too
STRUCTURE = -1.5
BULLET, NUMBERED, SHORT, EMPTY = -1.2, -0.3, -0.8, -0.2
RUNNING, RUNNING_LEAST = 0.12, 0.10  # share of a line's words that only running text needs
EAST_ASIAN_RUNNING = re.compile(r"[，、。的了是在は、がをにで이가을를은는]")
KOREAN_RUNNING = re.compile(
    r"[가-힣](?:은|는|을|를|이|가|의|에|에서|에게|으로|로|와|과|도|고|며|다|했다|한다)(?=[\s,.…\"'”’)]|$)"
)  # particles, endings
CELLS, MOST_CELLS = re.compile(r" {2,}|\s?[|·\t]\s?"), 12
UNKNOWN, FLOWING = 0.75, 0.6  # what a sentence of unknown words counts; share of words without capital it must have
LONG_LINE = 2000  # characters looked at
STOP = re.compile(r"[.!?…。！？؟۔।] ?['\"”’»“)\]）」』]{0,4}$")  # spaced by a machine at times
BULLETED = re.compile(r"\s{0,40}[*+•·‣◦▪□■●○]\s")
NUMBERED_ITEM = re.compile(r"\s{0,40}(?:[-–—]|\d{1,2}[.)]) ")
DATE_WORDS, YEAR, NUMBER = 8, re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)"), re.compile(r"\d+")  # a line that is a date
TICKER_WORDS, TICKER = (
    16,
    re.compile(r"(?:today |heute |сегодня )?\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?:\s+\S|$)", re.I),
)  # the hour, then a headline
LABELLED = re.compile(r"[^\W\d_][^:：.!?]{1,40}(?:: |：)\S")  # 'Bore x stroke: 103 x 98 mm': a datum, no link
QUANTITY_WORDS, QUANTITY = (
    8,
    re.compile(
        r"(?:\d{1,4}(?:[.,/]\d{1,3})?|[½¼¾⅓⅔]|\d ?[½¼¾⅓⅔])\s?(?:g|kg|mg|ml|cl|dl|l|oz|lbs?|cups?|tsp|tbsp|pinch(?:es)?|teaspoons?|tablespoons?|"
        r"EL|TL|Prise|cuill[eè]res?|c\. ?à ?[sc]\.?|cucharad(?:it)?as?|cucchiai(?:ni|o)?|colher(?:es)?|łyż(?:ki|ka|eczki|eczka)|г|кг|мл|ст\. ?л\.?|ч\. ?л\.?)\s+[^\W\d_]"
    ),
)  # an ingredient
QUOTED_POST = re.compile(r"[-—–] .{1,80}\(@\w{1,30}\)")  # the signature of a post that the article quotes
STRUCTURED = re.compile(
    r"\W*$|\W*\d[\d.,:/ %-]*\W*$|\s*(?:https?://|www\.)\S+\s*$|\S.{0,200} \| \S.{0,200} \||\S.{0,100} [»›>] \S"
    r"|\W*(?:\d{1,2}[./ ]\d{1,2}[./ ]\d{2,4}|\d{4}-\d\d-\d\d|\d{1,2}:\d\d)\W*(?:\d{1,2}:\d\d.{0,10})?$|.{0,100}(?:©|\([cC]\) ?(?:(?:19|20)\d\d|[A-Z]{3}))"
    r"|.{0,60}_{4,}|\[[\w .%-]{1,80}\.(?:jpe?g|png|gif|svg|webp)\]\s*$|\[(?:EMBED|INLINE|LINK|IMG|IMAGE|VIDEO)\b|IFRAME:|\(BUTTON\)|(?:data|blob):\S{20}|\s*\[[ xX_]\]\s|(?:\([ *]\) ?\d? ?){2}"
    r"|\s*\d{1,4}\. (?:https?|file|mailto|javascript|ftp):|(?:Visible|Hidden) links:?$"
)

HINTED = re.compile(r"[\d|»›>©(_\[:・]|www\.")  # what all of these hold: the quick look


class Judged(NamedTuple):
    """A line's score, its words, and why it is furniture: a reason of the phrases, `structure`, or None."""

    score: float
    words: float
    reason: str | None
    bullet: bool = False
    running: float = 0.0
    stop: bool = False
    dash: bool = False
    labelled: bool = False


@lru_cache(maxsize=8192)
def judge(line: str) -> Judged:
    """Judge one line by itself (its ends stripped)."""
    line = line[:LONG_LINE] if len(line) > LONG_LINE else line
    n = words(line)
    if not n:
        return Judged(EMPTY, 0.0, "structure" if line else None)
    why = reason(line) or _row(line)
    if why:
        return Judged(FURNITURE.get(why, BESIDE), n, why)
    if n <= TICKER_WORDS and TICKER.match(line) and not STOP.search(line[-6:]):
        return Judged(STRUCTURE, n, "structure")
    if QUOTED_POST.match(line):
        return Judged(0.3, n, None, stop=True)
    if (
        n <= DATE_WORDS
        and len(line) <= 60
        and ("19" in line or "20" in line)
        and YEAR.search(line)
        and len(NUMBER.findall(line)) >= 2
    ):
        return Judged(BESIDE, n, "date")
    if n < 40 and HINTED.search(line) and STRUCTURED.match(line):
        return Judged(STRUCTURE, n, "structure")
    if n <= QUANTITY_WORDS and QUANTITY.match(line):
        return Judged(0.3, n, None)
    bullet = BULLETED.match(line) is not None
    stop, running = STOP.search(line[-6:]) is not None, _running(line, n)
    dash = NUMBERED_ITEM.match(line) is not None
    score = _score(line, n, stop, running)
    labelled = not bullet and LABELLED.match(line) is not None
    if score is None:
        score = BULLET if bullet else NUMBERED if dash or labelled else SHORT
    elif bullet and n < 12:
        score = BULLET
    return Judged(score, n, None, bullet, running, stop, dash, labelled)


def _row(line: str) -> str | None:
    """Why a row of links is furniture: each of its cells is. 'Like   Quote   Report', 'Share | Print'."""
    cells = CELLS.split(line) if "  " in line or "|" in line or "\t" in line or "·" in line else ()
    found = [reason(cell) for cell in cells if cell] if 1 < len(cells) <= MOST_CELLS else [None]
    return found[0] if all(found) else None


def _score(line: str, n: float, stop: bool, running: float) -> float | None:
    if n >= 12 and (stop or n >= 25) and running >= RUNNING:
        return min(n, FULL) / 6
    if n >= 6 and stop and running >= RUNNING_LEAST:
        return n / 8
    if n >= 12 and stop and _flows(line):
        return UNKNOWN * min(n, FULL) / 6
    return 0.3 if n >= 4 and stop else None


def _flows(line: str) -> bool:
    """Whether a closed line is running text by its letters alone, in a language whose small words are not known or grow onto
    others: mostly words, few of them with a capital."""
    found = line.split()
    plain = sum(word[0].isalpha() and not word[0].isupper() for word in found)
    return plain >= FLOWING * len(found)


def _running(line: str, n: float) -> float:
    """Share of words that only running text needs; Chinese and Japanese lines by their particles and commas, Korean ones
    by the particles and endings that its words bear."""
    if not line.isascii():
        han = len(IS_HAN_KANA.findall(line))
        if han > n / 2 * 1.8:
            return 0.3 if EAST_ASIAN_RUNNING.search(line) else 0.0
        if "\uac00" <= max(line) <= "\uffef" and (particles := len(KOREAN_RUNNING.findall(line))):
            return particles / n
    known = phrases().running_in
    found = line.lower().split()
    return sum(map(known.__contains__, found)) / max(1, len(found))
