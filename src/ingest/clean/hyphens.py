"""How two lines are joined where a paragraph was wrapped: with a space, without, with or without the hyphen. No rule.

A hyphen at a line's end is a break or a compound's own. Four questions: does the document have the word whole, or the
compound, elsewhere? does it hyphenate at all, or are the few hyphens it ends lines with compounds? is the whole a
word of the language, more often met than one of its halves? do both halves stand as words of their own? A soft hyphen
at a line's end says itself that the word goes on.
"""

import re
from collections import Counter
from dataclasses import dataclass

from ingest.clean.column import SHORTEST
from ingest.clean.lexicon import Count, Lexicon, guessed
from ingest.clean.measured import Measured
from ingest.clean.scripts import HAN_KANA, IS_EAST_ASIAN, IS_HAN_KANA

# Measured on wrapped articles with and without hyphenation, development half:
OFTEN, SELDOM = 0.035, 0.012  # of the filled lines end in a hyphen: surely hyphenated; perhaps
SPLIT = 0.4  # of those hyphens part what are no two words
CLEAR = 0.3  # of those hyphens stand in a word that is met more often than one of its halves
MET = 100  # counts of a word that is surely one
GLUING = frozenset(["de", "nl", "sv"])  # set compounds without a hyphen where the second part is small
ENDS = re.compile(r"([^\W\d_]{1,60})[-‐]$")
BEGINS = re.compile(r"[^\W\d_]{1,60}")
COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,60}-[^\W\d_]{1,60}")
PLAIN = re.compile(r"[^\W\d_]+")
SUSPENDING = "und oder bis and or to i oraz lub en of och og sowie bzw als e y o ou et"  # 'pre- and post-war'
PREFIXED = (
    "self well high low long short so ex half non anti first second third full part two three four five six ten one year "
    "state world air land hard soft best better old new left right far mid cross multi co vice all"
)
SUSPENDED, PREFIXES = frozenset(SUSPENDING.split()), frozenset(PREFIXED.split())


@dataclass(frozen=True, slots=True)
class Usage:
    """What a document does elsewhere: its words, its compounds, whether it hyphenates, whether it sets spaces between
    East Asian and Latin letters; and how often words of its language are met."""

    words: Counter[str]
    compounds: Counter[str]
    hyphenates: bool
    spaced: bool
    lexicon: Lexicon | None


def usage(told: Measured, column: int) -> Usage:
    """Look lines wrapped at `column` over for what decides about hyphens."""
    ended = [(a, b.lstrip()) for a, b in zip(told.bare, told.lines[1:], strict=False) if a.endswith(("-", "‐"))]
    words: Counter[str] = Counter()
    compounds: Counter[str] = Counter()
    for line in told.bare if ended else ():
        low = line.lower()
        found = PLAIN.findall(low)
        words.update(found[:-1] if low.endswith(("-", "‐")) else found)
        if "-" in low:
            compounds.update(COMPOUND.findall(low))
    long = sum(w > SHORTEST * column for w in told.widths)
    parts = [(m[1].lower(), n[0].lower()) for a, b in ended if (m := ENDS.search(a[-61:])) and (n := BEGINS.match(b))]
    split = sum((not words[a] and not words[b]) or words[a + b] > 0 or (len(a) == 2 and not words[a]) for a, b in parts)
    lexicon = guessed(told.lines) if parts else None
    clear = sum(_is_clear(a, b, lexicon.count) for a, b in parts) if lexicon else 0
    often = len(parts) > OFTEN * long + 1 or clear > CLEAR * len(parts)
    seldom = len(parts) > SELDOM * long and split >= max(1.0, SPLIT * len(parts))
    text = "\n".join(told.lines) if told.east_asian else ""
    spaced = len(re.findall(f"[{HAN_KANA}] [A-Za-z0-9]", text)) > len(re.findall(f"[{HAN_KANA}][A-Za-z0-9]", text))
    return Usage(words, compounds, often or seldom, spaced, lexicon)


def joint(a: str, b: str, told: Usage) -> tuple[int, str]:
    """How line `a` (its end stripped) is joined to `b` (its start stripped): how many characters of `a`'s end go, and
    what stands between."""
    if a.endswith("\u00ad"):
        return 1, ""
    m, n = ENDS.search(a[-61:]), BEGINS.match(b)
    if m and n and not a.endswith(("--", " -")):
        return _hyphen(a, m[1], n[0], told)
    if a.endswith("-") and not a.endswith((" -", "--")) and b[:1].isdigit():
        return 0, ""
    last, first = IS_EAST_ASIAN.match(a[-1]), IS_EAST_ASIAN.match(b[0])
    if (last and first) or ((last or first) and not told.spaced):
        return 0, ""
    if (a[-1] in "“‘" or b[0] in "”’") and IS_HAN_KANA.search(a):
        return 0, ""
    return 0, " "


def _is_clear(left: str, right: str, count: Count) -> bool:
    """Whether the whole is a word, and one of the halves is met less often than it."""
    whole = count(left + right)
    return whole >= MET and whole >= min(count(left), count(right))


def _hyphen(a: str, left: str, right: str, told: Usage) -> tuple[int, str]:
    first, second = left.lower(), right.lower()
    whole, compound = told.words[first + second], told.compounds[f"{first}-{second}"]
    if second in SUSPENDED and told.words[second] and not whole:
        return 0, " "
    if whole > compound:
        return 1, ""
    own = compound or (right[0].isupper() and not left.isupper()) or left.isupper()
    if own or re.search(r"-[^\W\d_]{1,60}-$", a[-122:]) or not told.hyphenates:
        return 0, ""
    if told.lexicon:
        met, halves = told.lexicon.count(first + second), min(map(told.lexicon.count, (first, second)))
        if met >= MET or (met and halves < MET):
            return 1, ""
        if halves >= MET and told.lexicon.language not in GLUING:
            return 0, ""
    two_words = told.words[first] > 1 and told.words[second] > 1 and len(first) > 3 and len(second) > 3
    return (0, "") if two_words or (first in PREFIXES and told.words[second]) else (1, "")
