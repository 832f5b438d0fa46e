"""Authors: the people who wrote it, in reading order. No publishers, no "Staff", no times, no mail addresses.

A page's JSON-LD knows persons best, then its meta elements, then what its body marks as a byline. A plain text is signed
by a line of its opening.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ingest.core.members import enricher
from ingest.core.model import Document, Fact
from ingest.enrich.confidence import confidence
from ingest.enrich.dates.words import agencies
from ingest.enrich.names import site_names, squashed, words
from ingest.enrich.opening import SEEN, Byline, opener, signed_line
from ingest.enrich.quality.signals import stop_words

CONFIDENCE = {
    "sidecar": 0.98,
    "record": 0.97,
    "feed": 0.93,
    "mail": 0.8,
    "text": 0.75,
    "text:labelled-header": 0.9,
    "html:jsonld:author": 0.9,
    "html:jsonld:WebPage:author": 0.82,
    "html:jsonld:author:Organization": 0.4,
    "html:jsonld:WebPage:author:Organization": 0.35,
    "html:itemprop:author": 0.74,
    "html:rel:author": 0.78,
    "html:byline": 0.73,
    "html:by-words": 0.66,
}
META = 0.84
SIGNED = 0.72  # below whatever says it is one: a line of the opening, "By Ada Example"
PLAIN = ("text/plain", "text/markdown")
ALIAS = 0.2  # less sure where all names are single words: a first name, a login, a firm
LAST_NAME_FIRST = ("html:meta:citation_author", "html:meta:dc.creator", "html:meta:dcterms.creator")
SEVERAL = ("html:meta", "html:rel", "feed", "record", "sidecar")  # places that may name one person each
MOST_NAMES = 50
MOST_LINES = 20
MOST_WORDS = 6
MOST_CHARS = 60
CUT = re.compile(
    r"\s*(?:[|•·\n\t–—]|\s-\s|\s/\s|\(|\[|<|https?:|,?\s+(?:on|am|le|el|il|op)\s+\d|\b\d{1,2}[:./]\d\d|\d{1,2}\s\w{3,9}\s\d{4}|,?\s+(?:on\s+)?(?:\w{3,9},\s)?[A-Z][a-z]{2,8}\.?\s\d{1,2},?\s\d{4}).*",
    re.S,
)
MAIL = re.compile(r"\S{1,100}@\S{1,100}")
DOMAIN = re.compile(r"\w\.[A-Za-z]{2,6}\Z|\Awww\.|/")
PARTICLES = frozenset(
    [
        "von",
        "van",
        "de",
        "der",
        "den",
        "da",
        "das",
        "do",
        "dos",
        "di",
        "du",
        "del",
        "della",
        "la",
        "le",
        "las",
        "los",
        "bin",
        "ibn",
        "bint",
        "al",
        "el",
        "y",
        "e",
        "af",
        "av",
        "zu",
        "ten",
        "ter",
        "und",
    ]
)
GLUED = re.compile(r"\ABy(?=[A-Z])")
HANDLE = re.compile(r"@\w{1,50}")


@lru_cache(maxsize=1)
def _bylines() -> dict[str, Any]:
    return tomllib.loads((files("ingest.enrich") / "data" / "bylines.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    told = _bylines()
    before = "|".join(sorted((re.escape(w) for w in told["before"]), key=len, reverse=True))
    joined = "|".join(map(re.escape, told["and"]))
    after = "|".join(map(re.escape, told["after"]))
    return (
        re.compile(rf"\A\s{{0,5}}(?:{before})(?:\s{{0,3}}[:：/]\s{{0,3}}|\s{{1,5}})(?=\S)", re.I),
        re.compile(rf"\s{{0,5}}[;、；]\s{{0,5}}|\s{{1,5}}(?:{joined})\s{{1,5}}|\s{{0,5}}&\s{{0,5}}"),
        re.compile(rf",(?!\s{{0,5}}(?:{after})(?:\W|\Z))\s{{0,5}}", re.I),
    )


@enricher("authors")
def find(document: Document) -> Iterator[Fact]:
    """Fact authors: a list of names."""
    sites = frozenset(map(squashed, site_names(document))) - {""}
    by_origin: dict[str, list[Any]] = {}
    for hint in document.hinted("authors"):
        by_origin.setdefault(hint.origin, []).append(hint.value)
    found: list[tuple[str, list[str], list[Any]]] = []
    for origin, values in by_origin.items():
        each = [_people(v, origin, sites) for v in values]
        several = origin.startswith(SEVERAL)
        people = list(dict.fromkeys(n for e in each for n in e)) if several else next((e for e in each if e), [])
        if people:
            found.append((origin, people[:MOST_NAMES], values))
    for origin, people, values in found:
        sure = confidence(CONFIDENCE, origin, META)
        if origin.startswith("html:") and all(n.isascii() and " " not in n for n in people):
            sure -= ALIAS
        yield Fact("authors", people, origin, sure, "; ".join(map(str, values))[:1_000])
    if document.media_type in PLAIN and (signed := byline(document.text)):
        yield Fact("authors", signed.people, "text:byline", SIGNED, signed.line)


def byline(text: str) -> Byline | None:
    """The line that signs a plain text; worked out once for the enrichers of titles and authors, who both ask."""
    return _byline(text[:SEEN])


@lru_cache(maxsize=1)
def _byline(opening: str) -> Byline | None:
    return signed_line(opening, signers)


def signers(line: str) -> list[str]:
    """The persons a line of plain text names, if it names one first; agencies that sign with them are left out."""
    found = names(line)
    small = {w for n in found for w in n.lower().split()} - PARTICLES
    if "(" in line or small & _small_words(opener(line)):
        return []  # 'By Royal Appointment To Nobody', 'By Ada Example (Press, 400 pp.)': whose book it is
    people = [n for n in found if is_person(n) and _looks_like_a_name(n)]
    return people if people and people[0] == found[0] and all(n in people or not is_person(n) for n in found) else []


def _people(value: Any, origin: str, sites: frozenset[str]) -> list[str]:
    """The persons a value names; none where it is the site's name with other words behind (`The Post, Valletta`)."""
    found = names(value, origin in LAST_NAME_FIRST)
    if found and origin.startswith("html:meta") and isinstance(value, str) and not is_person(found[0], sites):
        return []
    if origin not in ("html:byline", "html:by-words", "html:rel:author", "html:itemprop:author"):
        return [n for n in found if is_person(n, sites)]
    strict = origin in ("html:byline", "html:by-words")
    out: list[str] = []
    last = ""
    for line in str(value).split("\n")[:MOST_LINES]:
        here = [n for n in names(line) if is_person(n, sites) and (not strict or _looks_like_a_name(n))]
        if out and here and not _joined(line, last):
            break
        last = line.strip() or last
        out += here
    return out


def _joined(line: str, last: str) -> bool:
    """Whether a line of a byline goes on with the names of the one before: `Ada Example`, `and`, `Bo Model`."""
    and_words = _bylines()["and"]
    told, before = line.strip().lower(), last.lower()
    return (
        told.startswith((",", "&", ";"))
        or before.endswith((",", "&", ";"))
        or (told.split(" ")[0] in and_words or before.split(" ")[-1] in and_words)
    )


def _looks_like_a_name(name: str) -> bool:
    """Two words or more that begin with capitals, or letters that have none."""
    told = [w for w in name.split() if w[0].isalpha() and w not in PARTICLES]
    if not any(c.isupper() or c.islower() for c in name):
        return len(name) <= 12
    capitals = sum(not w[0].islower() for w in told)
    return 2 <= len(told) <= 5 and capitals == len(told)


def names(value: Any, last_name_first: bool = False) -> list[str]:
    """The names in a byline (`By Ada Example and Bo Model, The Post | 2 May`), or in a list of them."""
    if isinstance(value, list):
        return [n for v in value for n in names(v, last_name_first)]
    before, joined, comma = _patterns()
    if str(value).lower().lstrip().startswith("the "):
        return []  # The Valletta Post & Gazette
    text = MAIL.sub(" ", " ".join(str(value).split())[:1_000])
    for _ in range(2):
        text = before.sub("", text)
    text = GLUED.sub("", HANDLE.sub("", CUT.sub("", text))).strip(" ®™")
    if last_name_first and re.fullmatch(r"[^,]{2,40},\s?[^,]{2,40}", text):
        text = " ".join(reversed([part.strip() for part in text.split(",")]))
    out = [" ".join(n.split()).strip(" ,;:-*®™") for part in joined.split(text) for n in comma.split(part)]
    return [before.sub("", n) for n in out if n]


def is_person(name: str, sites: frozenset[str] = frozenset()) -> bool:
    """Whether a name may be a person's."""
    told = words(name)
    if name.lower().startswith("the ") or DOMAIN.search(name) or name.lower() in _bylines()["before"]:
        return False
    if not told or len(told) > MOST_WORDS or not 2 <= len(name) <= MOST_CHARS or any(c.isdigit() for c in name):
        return False
    if squashed(name) in sites or " ".join(told) in agencies() or name.lower() in agencies():
        return False
    lower = " ".join(told)
    return not any(re.search(rf"(?<!\w){re.escape(w)}(?!\w)", lower) for w in _no_person() if w in lower)


@lru_cache(maxsize=32)
def _small_words(begun: str) -> frozenset[str]:
    """Words of sentences, days and months: a line that holds one in capitals is a heading, no name. Those of the languages
    that sign so: `doe` is a small word of Dutch, and no Dutch line begins with `By`."""
    told = _bylines()
    languages = told["openers"].get(begun) or {tag for tags in told["openers"].values() for tag in tags}
    listed = [stop_words(tag) for tag in sorted(languages)]
    return frozenset().union(*listed, told["of_phrases"]) - frozenset(told["names_too"])


@lru_cache(maxsize=1)
def _no_person() -> tuple[str, ...]:
    return tuple(_bylines()["no_person"])
