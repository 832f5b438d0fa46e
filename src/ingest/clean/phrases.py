"""Phrases that lines of web furniture consist of or begin with, per language, as data. No rule.

`data/phrases/<language>.toml` holds for each reason a list of phrases in small letters: `"print"` is the whole line,
`"share +40"` begins one that goes on for at most 40 characters, `"~getty images"` stands anywhere in a short one.
A count at the head is written 0 ("0 comments"), an apostrophe straight. `end` lists headings after which an article is
over; `running` is the words that running text cannot do without.
All languages are tried on every line: which one a text is in is not known yet. A new language is a new file.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ingest.clean.scripts import IS_HAN_KANA

FOLDER = Path(__file__).parent / "data" / "phrases"
LONGEST = 400  # characters of a line that a phrase can explain
NOTICE = 300  # characters of a notice of cookies or the like that is explained by a phrase it holds
HOLDS = 180  # characters of a line that is explained by a phrase it holds
SIGNED_WITHIN = 48  # a caption may be longer, if its credit stands so near its end
EDGE = " \t\u00a0*+•·‣◦▪□■●○-–—|/\\>»›<«‹→←▶►▼▲✓…#_=~'\"“”„‘’!.,;"
TAIL = EDGE + ":?)]）：]】"
ITEMS = ("menu", "share")  # what bars consist of; their items end in no mark of a sentence
ANSWER = re.compile(r"['\"“‘«„]?[^\W\d_]\w*(?: \w+)?[.!?]['\"”’»“]?")  # `No.` and `Help!` are said, not clicked
FIRST = re.compile(r"\w+")
LATIN_LAST = "\u024f"  # quick looks need not ask further
COUNT = re.compile(r"\d[\d.,]*[km]?(?= )")
ENTRY = re.compile(r"(.+?)(?: \+(\d+)(?: (.+))?)?")


@dataclass(frozen=True, slots=True)
class Phrase:
    """`text` begins a line, which goes on for at most `room` characters; 0: it is the whole line."""

    text: str
    room: int
    reason: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """All languages' phrases: by the first word, by the first characters, those that stand anywhere; and the words
    that running text cannot do without, each with its languages."""

    by_head: dict[str, tuple[Phrase, ...]]
    anywhere: dict[str, tuple[tuple[str, str], ...]]
    ends: dict[str, tuple[Phrase, ...]]
    running_in: dict[str, tuple[str, ...]]
    keys: frozenset[str]  # of `anywhere`


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    """Read the data files, once."""
    heads: dict[str, list[Phrase]] = {}
    ends: dict[str, list[Phrase]] = {}
    anywhere: dict[str, list[tuple[str, str]]] = {}
    running: dict[str, tuple[str, ...]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8").replace("’", "'"))
        for word in told.pop("running").split():
            running[word] = (*running.get(word, ()), path.stem)
        for reason, entries in told.items():
            for entry in entries:
                if entry.startswith("~"):
                    anywhere.setdefault(_key(entry[1:]), []).append((entry[1:], reason))
                    continue
                m = ENTRY.fullmatch(entry)
                assert m is not None, entry
                text, room = m[1], int(m[2] or 0)
                (ends if reason == "end" else heads).setdefault(_head(text), []).append(Phrase(text, room, reason))
    return Phrases(
        _longest_first(heads),
        {key: tuple(sorted(found)) for key, found in anywhere.items()},
        _longest_first(ends),
        running,
        frozenset(anywhere),
    )


def _key(text: str) -> str:
    """What a phrase that stands anywhere is filed under: its longest word; "" in Han and kana, which part no words."""
    return "" if IS_HAN_KANA.search(text) else max(FIRST.findall(text), key=len)


def _longest_first(heads: dict[str, list[Phrase]]) -> dict[str, tuple[Phrase, ...]]:
    return {
        head: tuple(sorted(found, key=lambda p: (-len(p.text), -p.room, p.reason))) for head, found in heads.items()
    }


def _head(text: str) -> str:
    """What a phrase is filed under: its first word; two characters in Han and kana; its first character else."""
    m = FIRST.match(text)
    if m is None:
        return text[0]
    return text[:2] if text[0] > LATIN_LAST and IS_HAN_KANA.match(text) else m[0]


@lru_cache(maxsize=8192)
def reason(line: str) -> str | None:
    """Why a line is web furniture, by its words: share, menu, related …; None where no phrase explains it."""
    if len(line) > LONGEST:
        return None
    known = phrases()
    low = _plain(line, EDGE + "[")
    found = _found(low, known.by_head)
    if found in ITEMS and ANSWER.fullmatch(line.strip()):
        return None
    if found:
        return found
    keys = known.keys.intersection(FIRST.findall(low))
    if not low.isascii() and IS_HAN_KANA.search(low):
        keys |= {""}
    for key in sorted(keys) if keys else ():
        for text, why in known.anywhere[key]:
            at = low.find(text)
            if at >= 0 and (
                len(line) <= (NOTICE if why == "legal" else HOLDS)
                or (why == "caption" and at >= len(low) - SIGNED_WITHIN)
            ):
                return why
    return None


def ends_article(line: str) -> bool:
    """Whether a line is a heading after which an article is over: comments, related stories."""
    return len(line) <= 60 and _found(_plain(line, EDGE), phrases().ends) is not None


def _plain(line: str, edge: str) -> str:
    """A line as phrases are written: in small letters, its edge cut off, its apostrophes straight, 0 for a count."""
    low = line.lower().lstrip(edge)
    if "’" in low or "i\u0307" in low:
        low = low.replace("’", "'").replace("i\u0307", "i")  # 'İlgili' in small letters has a dot of its own
    return COUNT.sub("0", low, count=1) if low[:1].isdigit() and COUNT.match(low) else low


def _found(low: str, heads: dict[str, tuple[Phrase, ...]]) -> str | None:
    if not low:
        return None
    for phrase in heads.get(_head(low), ()):
        if not low.startswith(phrase.text):
            continue
        rest = low.rstrip(TAIL)[len(phrase.text) :]
        if not rest or (
            len(rest) <= phrase.room
            and not (rest[0].isalnum() and phrase.text[-1].isalnum() and not IS_HAN_KANA.match(rest))
        ):
            return phrase.reason
    return None
