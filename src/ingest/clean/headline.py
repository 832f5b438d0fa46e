"""The headline above an article, where byline, date and share row part it from the text. No rule: what `stretch.py` asks.

No language is asked: the words of a share row may be unknown, and the text short. Two things tell a headline: it stands
above a byline or a date, or the article says its words again.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.clean.prose import LONG_LINE, Judged
from ingest.clean.scripts import IS_HAN_KANA

WITHIN = 14  # lines above the article: byline, date, a share row of eight, a caption
MOST_WORDS = 30  # more are a lead
SIGNED_WORDS = 3  # of a line above a byline or a date; a section's name has fewer
DECK_WORDS = 6  # as a lead's in `stretch.py`
SIGNED = ("byline", "date", "dateline")
AGAIN, AGAIN_SHARE = 2, 0.5  # words that the article says again, and their share of the line's
BODY = 4  # lines of running text that are asked
NAMES = 5  # words of a byline at most
HANGUL = 2  # syllables compared, for they hold two or three letters each
STEM, LEAST = 5, 4  # letters of a word that are compared, so that its endings may differ; shorter words say nothing
COUNTED = re.compile(r"\W{0,2}\d{1,3}\W{1,3}[^\W\d_]")
WORD = re.compile(r"[^\W\d_]+")
NO_HEADLINE = re.compile(
    r"https?:|www\.|[|<>«»]{2}|(?:\A|\s)[|»<>]\s|(?:\.\.\.|…)\Z|\d\d-\d\d-\d{4}|[:：]\Z"
)  # breadcrumbs, teasers that break off, announcements


def headline(lines: Sequence[str], judged: Sequence[Judged], first: int, top: int) -> tuple[int, int] | None:
    """The places of headline and of the last of byline, date and deck that stand right below it, above the article whose
    running text begins at `first`; the lines from `top` on are the article's already. None where none is told."""
    body = [lines[k][:LONG_LINE] for k in range(first, len(lines)) if judged[k].score > 1][:BODY]
    said = {stem for line in body for stem in _stems(line)}
    above = [k for k in range(top - 1, max(-1, first - 1 - WITHIN), -1) if _may_be(lines[k], judged[k])]
    told = next((k for k in above if _says(lines[k], said) or _begins(body, lines[k])), None)
    if (
        told is None
        and top < first
        and _names(lines[top])
        and above[:1] == [top - 1]
        and _is_title(lines, judged, top - 1)
    ):
        told = top - 1
    if told is None and COUNTED.match(lines[top]) and _lone(lines, judged, top - 1):
        told = top - 1  # the line nearest to the article is the heading of its first part
    told = next((k for k in above if _signed(lines, judged, k)), None) if told is None else told
    if told is None:
        return None
    last = told
    while last + 1 < top and _goes_with(judged, last + 1):
        last += 1
    return told, last


def _goes_with(judged: Sequence[Judged], place: int) -> bool:
    """Whether a line below a headline is its byline, date or deck; a byline of unknown words stands above a date."""
    below = judged[place]
    if below.reason is not None or below.bullet:
        return below.reason in SIGNED
    return below.words >= DECK_WORDS or judged[place + 1].reason in SIGNED


def _may_be(line: str, judged: Judged) -> bool:
    return judged.reason is None and not judged.bullet and judged.words <= MOST_WORDS and not NO_HEADLINE.search(line)


def _says(line: str, said: set[str]) -> bool:
    stems = _stems(line)
    again = sum(stem in said for stem in stems)
    return again >= AGAIN and again >= AGAIN_SHARE * len(stems)


def _begins(body: Sequence[str], line: str) -> bool:
    """Whether the article begins with the line: `Mole End` above `Mole End is a village …`, as works of reference do."""
    return bool(body) and len(line) >= LEAST and body[0].startswith(line) and not body[0][len(line) :][:1].isalnum()


def _signed(lines: Sequence[str], judged: Sequence[Judged], place: int) -> bool:
    """Whether a line stands above byline or date; a byline in unknown words (`De Mara Mole`) stands above the date itself."""
    if not _is_title(lines, judged, place):
        return False
    below = place + 1
    return judged[below].reason in SIGNED or (
        judged[below].reason is None
        and _names(lines[below])
        and below + 1 < len(judged)
        and judged[below + 1].reason in SIGNED
    )


def _lone(lines: Sequence[str], judged: Sequence[Judged], place: int) -> bool:
    """Whether a line may be a headline and the one above it is none of a list of such."""
    if place < 0 or not _may_be(lines[place], judged[place]) or not _is_title(lines, judged, place):
        return False
    return not place or judged[place - 1].reason is not None or judged[place - 1].words < SIGNED_WORDS


def _is_title(lines: Sequence[str], judged: Sequence[Judged], place: int) -> bool:
    return judged[place].words >= SIGNED_WORDS and not _names(lines[place])


def _names(line: str) -> bool:
    """Whether a line is as short as a byline, and none of its longer words begins with a small letter."""
    found = WORD.findall(line)
    return 0 < len(found) <= NAMES and not any(len(word) >= LEAST and word[0].islower() for word in found)


def _stems(line: str) -> list[str]:
    """What is compared of a line: the beginnings of its longer words; pairs of characters in Han and kana."""
    low = line.lower()
    if IS_HAN_KANA.search(low):
        return [a + b for a, b in pairwise(low) if IS_HAN_KANA.match(a) and IS_HAN_KANA.match(b)]
    if "\uac00" <= max(low, default="") <= "\ud7a3":
        return [word[:HANGUL] for word in WORD.findall(low) if len(word) > HANGUL]
    return [word[:STEM] for word in WORD.findall(low) if len(word) >= LEAST]
