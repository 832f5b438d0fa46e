"""What words say about dates: month names of 82 languages, labels, weekdays; read once from `data/`."""

import json
import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Any

DATA = files("ingest.enrich.dates") / "data"
HEBREW_IN = "ב"  # "in" is written as one with the month
HAN_KANA = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
LEAST_STEM = 4  # letters of a month name that must stand before an ending


MARKS = dict.fromkeys(map(ord, "\u00ad\u061c\u200b\u200e\u200f\u2066\u2067\u2068\u2069\ufeff"))


def visible(text: str) -> str:
    """`text` in NFKC, without marks of direction and other signs nobody sees."""
    return (
        unicodedata.normalize("NFKC", text) if text.isascii() else unicodedata.normalize("NFKC", text.translate(MARKS))
    )


def folded(text: str) -> str:
    """`text` in lower case, every character still at its place, combining accents of NFKC text as they are."""
    return text.lower() if text.isascii() else "".join(map(_folded, text))


@lru_cache(maxsize=8192)
def _folded(character: str) -> str:
    lower = character.lower()
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return lower if len(lower) == 1 else lower[0]


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """data/words.toml."""
    return tomllib.loads((DATA / "words.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _cldr() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((DATA / "cldr.json").read_text(encoding="utf-8"))["locales"]
    return told


@lru_cache(maxsize=1)
def months() -> dict[str, dict[int, set[str]]]:
    """Folded name -> month number -> the languages that mean it."""
    out: dict[str, dict[int, set[str]]] = {}
    named = [(lang, n, int(m)) for lang, told in _cldr().items() for m, ns in told["months"].items() for n in ns]
    named += [(lang, n, m) for lang, told in words()["months"].items() for n, m in told.items()]
    for language, name, number in named:
        key = folded(unicodedata.normalize("NFKC", name)).strip(". ")
        out.setdefault(key, {}).setdefault(number, set()).add(language)
    return out


@lru_cache(maxsize=1)
def _stems() -> dict[str, tuple[int, int]]:
    """First LEAST_STEM or more letters of a long name -> (month, most letters of an ending)."""
    out: dict[str, tuple[int, int]] = {}
    for language, most in words()["endings"].items():
        for number, ns in _cldr()[language]["months"].items():
            for name in ns:
                key = folded(name)
                if len(key) > LEAST_STEM:
                    out[key[:-1]] = (int(number), most + 1)
    return out


@lru_cache(maxsize=20_000)
def month_of(word: str, language: str) -> int | None:
    """The month a folded word names; where languages disagree (listopad), what `language` means, else None."""
    word = word.strip(". ")
    found = months().get(word)
    if found is not None:
        if len(found) == 1:
            return next(iter(found))
        own = [m for m, languages in found.items() if language in languages or language.split("-")[0] in languages]
        return own[0] if len(own) == 1 else None
    if word.startswith(HEBREW_IN) and word[1:] in months():
        return month_of(word[1:], language)
    for cut in range(1, 6):
        stem = _stems().get(word[:-cut])
        if stem and len(word) - cut >= LEAST_STEM and cut <= stem[1]:
            return stem[0]
    return None


@lru_cache(maxsize=1)
def weekdays() -> frozenset[str]:
    """Folded names of weekdays, of three letters or more."""
    return frozenset(
        key
        for told in _cldr().values()
        for ns in told["days"].values()
        for n in ns
        if len(key := folded(n).strip(". ")) >= 3 or not key.isascii()
    )


@lru_cache(maxsize=4)
def label(kind: str) -> re.Pattern[str]:
    """Finds a label of `kind` (published, updated, otherwise) right before a date: it must end the string it is searched
    in, with up to three words between (`posted by Ada on`); none after Han and kana, which part no words: 发布会时间 is no
    发布. Group 1 is the label, group `between` what stands between."""
    names = {_pattern(name) for told in words()[kind].values() for name in told}
    ordered = sorted(names, key=lambda n: (-len(n), n))
    dense = "|".join(n for n in ordered if HAN_KANA.match(n)) or "(?!)"
    other = "|".join(n for n in ordered if not HAN_KANA.match(n))
    return re.compile(
        rf"(?:^|[\W_\d])((?P<dense>{dense})|{other})"
        rf"(?P<between>(?(dense)\W{{0,4}}|\W{{0,4}}(?:[^\W\d]{{1,15}}\W{{1,3}}){{0,3}}))\Z"
    )


def _pattern(name: str) -> str:
    stem = re.escape(folded(unicodedata.normalize("NFKC", name.rstrip("*"))))
    return stem + (r"\w{0,12}" if name.endswith("*") else "")


@lru_cache(maxsize=4096)
def languages_of(said: str, kind: str = "published") -> frozenset[str]:
    """The languages that have this label."""
    return frozenset(
        language for language, told in words()[kind].items() for name in told if re.fullmatch(_pattern(name), said)
    )


@lru_cache(maxsize=16)
def listed(section: str) -> frozenset[str]:
    """The folded words of a section: `events` (after them a date is an event's), `periods`, `general` labels."""
    return frozenset(folded(w) for w in words()[section]["words"])


def tells_place(plain: str) -> bool:
    """Whether a folded text has a label that says where something takes place (`Venue: Town Hall`, 活动地点:市图书馆), and none
    that says who wrote it: `By: Ada Date: 5 May 2024 Place: Malta` signs an article."""
    return _has_label(plain, "places") and not _has_label(plain, "sources")


def _has_label(plain: str, section: str) -> bool:
    names = tuple(listed(section))
    for part in plain.split(":")[:-1]:
        said = part[-24:].rstrip()
        if said.endswith(names) and any(
            HAN_KANA.match(name) or not said[: -len(name)][-1:].isalnum() for name in names if said.endswith(name)
        ):
            return True
    return False


@lru_cache(maxsize=1)
def agencies() -> frozenset[str]:
    """Folded names of news agencies as datelines and credits write them."""
    return frozenset(folded(n) for n in words()["agencies"]["names"])
