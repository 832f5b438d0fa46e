"""Comparing names and headings: what two spellings of one share."""

import html
import re
import unicodedata
from collections.abc import Iterable

from ingest.core.model import Document
from ingest.enrich.addresses import label_of

SEPARATOR = re.compile(r"\s{1,5}[|\-–—·•»«:~›]{1,3}\s{1,5}|\s{0,5}[|»]\s{0,5}|\s{1,5}::\s{1,5}")
STRONG = ("|", "»", "::")  # separators that headings hardly ever hold themselves
REFERENCE = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|#\d{2,5}|#x[0-9a-f]{2,4});", re.I)
SPEAKS_OF_MARKUP = re.compile(
    r"\b(?:x?html?\d?|xml|entit(?:y|ies)|escap(?:e|ed|ing)|ampersands?|markup|charref)\b", re.I
)
MOST_PARTS = 12
MOST_SITE_WORDS = 5


def words(text: str) -> list[str]:
    """The words of `text` in lower case, without accents of width and case, punctuation left out."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())


def squashed(text: str) -> str:
    """Letters and digits alone; a leading `the` of a name left out."""
    plain = "".join(words(text))
    return plain[3:] if plain.startswith("the") and len(plain) > 6 else plain


def shared(one: str, other: str) -> float:
    """Words two headings share, as a share of the shorter one's (0..1)."""
    a, b = set(words(one)), set(words(other))
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def decoded(text: str) -> str:
    """`text` without the references that a program wrote twice: `Fish &amp; Chips`. A text that speaks of them keeps them."""
    return html.unescape(text) if REFERENCE.search(text) and not SPEAKS_OF_MARKUP.search(text) else text


def site_names(document: Document) -> tuple[str, ...]:
    """The names a title or byline may carry: the site's, the publisher's, and the label of the host."""
    names = [str(h.value) for f in ("site", "publisher", "source") for h in document.hinted(f)]
    return (*dict.fromkeys(names), *(label for h in document.hinted("url")[:1] if (label := label_of(str(h.value)))))


def is_site(part: str, sites: Iterable[str]) -> bool:
    """Whether `part` is one of the names of the site, or one holds the other."""
    said = squashed(part)
    for site in map(squashed, sites):
        if site and (said == site or (len(said) > 3 and len(site) > 3 and (said in site or site in said))):
            return True
    return False


def without_site(title: str, sites: tuple[str, ...]) -> str:
    """A title without the site's name behind or before it: `A bridge fell - Region - The Post` -> `A bridge fell`.

    A part behind `|` or `»` goes whatever it is, where it has at most five words and at least three stay.
    """
    for _ in range(3):
        marks = list(SEPARATOR.finditer(title))[:MOST_PARTS]
        if not marks:
            return title
        last = marks[-1]
        before, part = title[: last.start()].strip(), title[last.end() :]
        strong = last[0].strip() in STRONG and len(words(part)) <= MOST_SITE_WORDS and len(words(before)) >= 3
        if before and (is_site(part, sites) or strong):
            title = before
            continue
        first = marks[0]
        after = title[first.end() :].strip()
        if after and squashed(title[: first.start()]) in {squashed(s) for s in sites} - {""}:
            title = after
            continue
        return title
    return title
