"""The signals: 33 numbers about a text, in one pass over its tokens and a few over its characters.

A token is a word, or one character of a script that writes no spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese), so
that the numbers mean the same in Tokyo and in London. All `_ratio`s are 0..1 but `symbol_token_ratio` and
`newline_token_ratio`, which may be above 1. Definitions follow Gopher (Rae et al. 2021, table A1), C4 (Raffel et al.
2020), FineWeb (Penedo et al. 2024) and RedPajama-V2 where those have the signal.
"""

import math
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import stopwordsiso

NO_SPACES = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1780-\u17ff\u1000-\u109f"
TOKEN = re.compile(rf"[{NO_SPACES}]|[^\W{NO_SPACES}]+")
SENTENCE = re.compile(r"[.!?؟…。！？।]{1,9}(?=[\s\"”’»)\]」』]|\Z|[\u3040-\u9fff])")
PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
ADDRESS = re.compile(r"https?://|www\.")
DAMAGE = re.compile("\ufffd|Ã[\x80-\xbf¡-ÿ]|â€")
ENDS = tuple(".!?\"”’'»。！？」』؟।…)")
BULLETS = tuple("•‣▶◀◦■□▪▫–-*·●")
SHORT_LINE = 30  # characters, as in FineWeb
ELLIPSES = ("...", "…")
NAMES = (
    "tokens",
    "lines",
    "paragraphs",
    "sentences",
    "mean_token_chars",
    "mean_line_chars",
    "terminal_line_ratio",
    "short_line_ratio",
    "bullet_line_ratio",
    "ellipsis_line_ratio",
    "alpha_ratio",
    "digit_ratio",
    "upper_ratio",
    "alpha_token_ratio",
    "symbol_token_ratio",
    "dup_line_ratio",
    "dup_line_char_ratio",
    "dup_paragraph_ratio",
    "top_2gram_ratio",
    "top_3gram_ratio",
    "top_4gram_ratio",
    "dup_5gram_ratio",
    "dup_10gram_ratio",
    "unique_token_ratio",
    "entropy",
    "zlib_ratio",
    "stop_word_ratio",
    "newline_token_ratio",
    "urls_per_100_tokens",
    "brace_ratio",
    "mark_ratio",
    "damage_ratio",
    "control_ratio",
)
Signals = dict[str, float]


@lru_cache(maxsize=128)
def stop_words(language: str) -> frozenset[str]:
    """The stop words of a language (primary subtag) by stopwords-iso; none for a language it does not hold."""
    tag = language.split("-")[0].lower()
    return frozenset(stopwordsiso.stopwords(tag)) if stopwordsiso.has_lang(tag) else frozenset()


def signals(text: str, language: str) -> Signals:
    """The signals of a text, by name, in the order of NAMES; `stop_word_ratio` is left out where the language has no list."""
    lines = [line for raw in text.split("\n") if (line := raw.strip())]
    tokens = TOKEN.findall(text.lower())
    out = dict.fromkeys((n for n in NAMES if n != "stop_word_ratio"), 0.0)
    out |= _of_lines(text, lines)
    out |= _of_characters(text)
    out |= _of_tokens(text, tokens, language)
    return out


def _of_lines(text: str, lines: Sequence[str]) -> Signals:
    count = max(1, len(lines))
    again = Counter(lines)
    paragraphs = [p for p in PARAGRAPH.split(text.strip()) if p]
    repeated = [(n - 1, line) for line, n in again.items() if n > 1]
    return {
        "lines": len(lines),
        "paragraphs": len(paragraphs),
        "sentences": len(SENTENCE.findall(text)),
        "mean_line_chars": sum(map(len, lines)) / count,
        "terminal_line_ratio": sum(line.endswith(ENDS) for line in lines) / count,
        "short_line_ratio": sum(len(line) <= SHORT_LINE for line in lines) / count,
        "bullet_line_ratio": sum(line.startswith(BULLETS) for line in lines) / count,
        "ellipsis_line_ratio": sum(line.endswith(ELLIPSES) for line in lines) / count,
        "dup_line_ratio": sum(n for n, _ in repeated) / count,
        "dup_line_char_ratio": sum(n * len(line) for n, line in repeated) / max(1, len(text)),
        "dup_paragraph_ratio": 1 - len(set(paragraphs)) / max(1, len(paragraphs)),
    }


def _of_characters(text: str) -> Signals:
    length = max(1, len(text))
    each = Counter(text)
    kinds: Counter[str] = Counter()
    for character, n in each.items():
        for kind in _kinds(character):
            kinds[kind] += n
    seen = max(1, len(text) - kinds["space"])
    encoded = text.encode("utf-8", "replace")
    return {
        "alpha_ratio": kinds["letter"] / seen,
        "digit_ratio": kinds["digit"] / seen,
        "upper_ratio": kinds["capital"] / max(1, kinds["letter"]),
        "zlib_ratio": min(1.0, len(zlib.compress(encoded, 1)) / max(1, len(encoded))),
        "brace_ratio": (each["{"] + each["}"]) / length,
        "damage_ratio": min(1.0, len(DAMAGE.findall(text)) / length),
        "control_ratio": kinds["control"] / length,
    }


@lru_cache(maxsize=20_000)
def _kinds(character: str) -> tuple[str, ...]:
    """What a character is: a letter (combining marks are of their letters), a capital, a digit, space or control."""
    if character.isspace():
        return ("space",)
    if character.isdigit():
        return ("digit",)
    category = unicodedata.category(character)
    if category[0] in "LM":
        return ("letter", "capital") if character.isupper() else ("letter",)
    return ("control",) if category == "Cc" else ()


def _of_tokens(text: str, tokens: Sequence[str], language: str) -> Signals:
    number = max(1, len(tokens))
    again = Counter(tokens)
    chars = max(1, sum(map(len, tokens)))
    stops = stop_words(language)
    out = {
        "tokens": len(tokens),
        "mean_token_chars": chars / number if tokens else 0.0,
        "alpha_token_ratio": sum(n for t, n in again.items() if not t.isdecimal()) / number,
        "symbol_token_ratio": (text.count("#") + text.count("...") + text.count("…")) / number,
        "unique_token_ratio": len(again) / number,
        "entropy": -sum(n / number * math.log(n / number) for n in again.values()),
        "newline_token_ratio": text.count("\n") / number,
        "urls_per_100_tokens": 100 * len(ADDRESS.findall(text)) / number,
        "mark_ratio": (text.count("|") + text.count("›") + text.count("»")) / number,
    }
    if stops:
        out["stop_word_ratio"] = sum(again[s] for s in stops & again.keys()) / number
    for n in (2, 3, 4):
        out[f"top_{n}gram_ratio"] = top = _top(tokens, n) / chars
        if not top:
            return out  # no n-gram occurs twice, so no longer one does
    for n in (5, 10):
        out[f"dup_{n}gram_ratio"] = repeated = _repeated(tokens, n) / chars
        if not repeated:
            break
    return out


def _top(tokens: Sequence[str], n: int) -> int:
    """Characters of the most frequent n-gram, all its occurrences; 0 where none occurs twice."""
    grams = Counter(zip(*(tokens[i:] for i in range(n)), strict=False))
    if not grams:
        return 0
    most, times = grams.most_common(1)[0]
    return min(times * sum(map(len, most)), sum(map(len, tokens))) if times > 1 else 0


def _repeated(tokens: Sequence[str], n: int) -> int:
    """Characters inside n-grams that occurred before, each token counted once."""
    seen: set[tuple[str, ...]] = set()
    inside, last = 0, 0
    grams = list(zip(*(tokens[k:] for k in range(n)), strict=False))
    if len(set(grams)) == len(grams):
        return 0
    for i, gram in enumerate(grams):
        if gram in seen:
            start = max(i, last)
            inside += sum(map(len, tokens[start : i + n]))
            last = i + n
        else:
            seen.add(gram)
    return inside
