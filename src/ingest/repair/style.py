"""style_score: how much the style of a text is that of a translation machine, by its small words and punctuation alone.

A logistic regression over n-grams of masked tokens: function words and punctuation stay, numbers become `0`, every
other word its shape and ending (`X` capitalised, `x` small, `x-ing` …), so that the subject of a text says nothing.
The weights stand in `data/<language>/style.json`, made by `training/mt_style.py`, which says from what.
"""

import json
import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ingest.repair.prose import LISTED

PIECE_WORDS = 180  # of the pieces the model was made from and its threshold was set on
SHRINKING = (
    1.5  # the log-odds of a text of n running words fewer are multiplied by (n / PIECE_WORDS) to this power: its
)
# n-grams tell less than they seem to. From 1 to 2 the AUC is the same; false alarms fall from 8 to 6 in 636 human texts
LEAST_WORDS = 60  # chosen, not measured: fewer words give too few n-grams to tell by
MOST_CHARS = 40_000  # of a text that are read: a bound on time; chosen, not measured
LONGEST_GRAM = 4  # tokens
TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[^\w\s]|\n{2,}")
BLANK_LINES = re.compile(r"\n[ \t]*\n")
ENDED = re.compile(r"[.!?:…][”\"’)\]]{0,2}\s*$")
CAPITALS, ENDS = (
    0.8,
    0.5,
)  # of a paragraph's lines begin with a capital, and end a sentence: verse. Chosen, not measured
LEAST_SAID = 8  # words, of a paragraph that ends no sentence: a heading has fewer
SAME = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "."}
ENDINGS = ("ing", "ed", "ly", "tion", "ment", "ness", "ity", "al", "ive", "ous", "s")


@dataclass(frozen=True, slots=True)
class Model:
    """`weights` by n-gram; `slope` and `offset` turn their sum into a calibrated score; `threshold` is where
    a text is called likely."""

    words: frozenset[str]
    weights: dict[str, float]
    slope: float
    offset: float
    threshold: float


@lru_cache(maxsize=8)
def model(language: str) -> Model | None:
    """The shipped model of a language (a primary subtag), or None."""
    file = files("ingest.repair").joinpath("data", language, "style.json")
    if not file.is_file():
        return None
    told = json.loads(file.read_text(encoding="utf-8"))
    return Model(frozenset(told["words"]), told["weights"], told["slope"], told["offset"], told["threshold"])


def style_score(text: str, language: str) -> float | None:
    """0..1, by the style alone; None for texts of fewer than LEAST_WORDS words of running prose and languages without a
    model. Linear in the text's length."""
    shipped = model(language.split("-")[0])
    if shipped is None:
        return None
    tokens = masked(running(text[:MOST_CHARS]), shipped.words)
    words = sum(t[0].isalpha() for t in tokens)
    if words < LEAST_WORDS:
        return None
    raw = sum(value * shipped.weights.get(gram, 0.0) for gram, value in features(tokens).items())
    odds = (shipped.slope * raw + shipped.offset) * min(1.0, words / PIECE_WORDS) ** SHRINKING
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


def running(text: str) -> str:
    """The paragraphs of running prose, which the model was made from: no headings, no items of lists, no lines that begin
    with capitals and do not end a sentence, as verse, names and addresses do. Recipes, minutes and songs have a style of
    their own, which says nothing of machines."""
    return "\n\n".join(filter(None, map(_prose, BLANK_LINES.split(text))))


def _prose(block: str) -> str:
    """What is running prose of a paragraph."""
    lines, in_item = [], False
    for line in block.split("\n"):
        in_item = bool(LISTED.match(line)) or (in_item and line[:1].isspace())  # an item's later lines are set in
        if line.strip() and not in_item and not line.startswith("#"):
            lines.append(line)
    ended = sum(bool(ENDED.search(line[-8:])) for line in lines)
    capital = sum(line.lstrip()[:1].isupper() for line in lines)
    if len(lines) > 1 and capital >= CAPITALS * len(lines) and ended < ENDS * len(lines):
        return ""
    said = "\n".join(lines)
    short = len(said.split()) < LEAST_SAID
    return "" if short and not (lines and ENDED.search(lines[-1][-8:])) else said


def masked(text: str, words: frozenset[str]) -> list[str]:
    """The tokens of a text, content masked; a blank line is `|`."""
    out = []
    for token in TOKEN.findall(text):
        small = token.lower().replace("’", "'")
        if token[0].isalpha():
            out.append(small if small in words else _shape(token, small))
        elif token[0].isdigit():
            out.append("0")
        else:
            out.append("|" if token[0] == "\n" else SAME.get(token, token))
    return out


def _shape(token: str, small: str) -> str:
    shape = "X" if token[0].isupper() else "x"
    return shape + next((f"-{e}" for e in ENDINGS if small.endswith(e)), "") + ("'" if "'" in small else "")


def features(tokens: list[str]) -> dict[str, float]:
    """n-gram -> value: 1 + log of the count, all divided by their Euclidean length."""
    counts: Counter[str] = Counter(tokens)
    for n in range(2, LONGEST_GRAM + 1):
        counts.update(map(" ".join, zip(*(tokens[i:] for i in range(n)), strict=False)))
    values = {gram: 1.0 + math.log(n) for gram, n in counts.items()}
    length = math.sqrt(sum(v * v for v in values.values())) or 1.0
    return {gram: v / length for gram, v in values.items()}
