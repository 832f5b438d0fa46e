"""The rules of Gopher, C4 and FineWeb as tables: the first of each that a text fails, as `gopher:word_count`.

Thresholds are those published and used by datatrove 0.10. Two are told apart by language: the length of words says
nothing where each character is a token, and "two of eight English words" became two stop words of the text's own
language, since the rule as published fails 95 % of German and all of Japanese.
"""

import re
from collections.abc import Callable, Iterator

from ingest.enrich.quality.signals import NO_SPACES, Signals, stop_words

Test = Callable[[Signals], bool]  # True: the text fails
SPACELESS = re.compile(f"[{NO_SPACES}]")
SPACELESS_SHARE = 0.3
SAMPLE_CHARS = 2_000
LEAST_STOP_WORDS = 2
GOPHER: tuple[tuple[str, Test], ...] = (
    ("word_count", lambda s: not 50 <= s["tokens"] <= 100_000),
    ("symbol_ratio", lambda s: s["symbol_token_ratio"] > 0.1),
    ("bullet_lines", lambda s: s["bullet_line_ratio"] > 0.9),
    ("ellipsis_lines", lambda s: s["ellipsis_line_ratio"] > 0.3),
    ("alpha_words", lambda s: s["alpha_token_ratio"] < 0.8),
    ("dup_lines", lambda s: s["dup_line_ratio"] > 0.3),
    ("dup_paragraphs", lambda s: s["dup_paragraph_ratio"] > 0.3),
    ("dup_line_chars", lambda s: s["dup_line_char_ratio"] > 0.2),
    ("top_2gram", lambda s: s["top_2gram_ratio"] > 0.20),
    ("top_3gram", lambda s: s["top_3gram_ratio"] > 0.18),
    ("top_4gram", lambda s: s["top_4gram_ratio"] > 0.16),
    ("dup_5gram", lambda s: s["dup_5gram_ratio"] > 0.15),
    ("dup_10gram", lambda s: s["dup_10gram_ratio"] > 0.10),
)
GOPHER_SPACED: tuple[tuple[str, Test], ...] = (("word_length", lambda s: not 3 <= s["mean_token_chars"] <= 10),)
C4: tuple[tuple[str, Test], ...] = (
    ("sentences", lambda s: s["sentences"] < 5),
    ("brace", lambda s: s["brace_ratio"] > 0),
    ("terminal_lines", lambda s: s["terminal_line_ratio"] == 0),
)
LOREM = re.compile(r"lorem ipsum", re.I)
SCRIPT = re.compile(r"\bjavascript\b", re.I)
FINEWEB: tuple[tuple[str, Test], ...] = (
    ("terminal_lines", lambda s: s["terminal_line_ratio"] < 0.12),
    ("short_lines", lambda s: s["short_line_ratio"] > 0.67),
    ("dup_line_chars", lambda s: s["dup_line_char_ratio"] > 0.01),
    ("newlines", lambda s: s["newline_token_ratio"] > 0.3),
)


def failures(told: Signals, text: str, language: str) -> Iterator[str]:
    """For each set the first rule that the text fails."""
    gopher = GOPHER if spaceless(text) else (*GOPHER[:1], *GOPHER_SPACED, *GOPHER[1:])
    named = next((name for name, fails in gopher if fails(told)), None)
    if named is None and few_stop_words(text, language):
        named = "stop_words"
    if named:
        yield f"gopher:{named}"
    named = next((name for name, fails in C4 if fails(told)), None)
    if named is None:
        named = "lorem_ipsum" if LOREM.search(text) else "javascript" if SCRIPT.search(text) else None
    if named:
        yield f"c4:{named}"
    named = next((name for name, fails in FINEWEB if fails(told)), None)
    if named:
        yield f"fineweb:{named}"


def spaceless(text: str) -> bool:
    """Whether the head of a text is of a script that writes no spaces."""
    head = text[:SAMPLE_CHARS]
    return len(SPACELESS.findall(head)) > SPACELESS_SHARE * len(head)


def few_stop_words(text: str, language: str) -> bool:
    """Whether fewer than two different stop words of its language occur; never for a language without a list."""
    stops = stop_words(language)
    if not stops or spaceless(text):
        return False
    return len(stops.intersection(re.findall(r"\w+", text[: 10 * SAMPLE_CHARS].lower()))) < LEAST_STOP_WORDS
