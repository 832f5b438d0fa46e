"""The title: of a page, the heading that its head agrees with; of plain text, a first line that is one.

A page says its title in up to four ways, each with its own fault: `og:title` and `<title>` carry the site's name, an
`<h1>` may be the site's name alone, JSON-LD may be of another article. So an h1 that shares at least half its words
with one of the others is the title; else `og:title` without the site; else JSON-LD; else `<title>` without the site.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ingest.core.members import enricher
from ingest.core.model import Document, Fact, Hint
from ingest.enrich.authors import byline
from ingest.enrich.confidence import confidence
from ingest.enrich.dates.scan import scan
from ingest.enrich.dates.words import folded, label, visible
from ingest.enrich.names import (
    MOST_PARTS,
    SEPARATOR,
    decoded,
    is_site,
    shared,
    site_names,
    squashed,
    without_site,
    words,
)

TOLD = {"sidecar": 0.98, "record": 0.97, "feed": 0.95, "mail": 0.9, "text:labelled-header": 0.88, "markdown": 0.85}
PAGE = {
    "html:og:title": 0.86,
    "html:jsonld:headline": 0.84,
    "html:meta:twitter:title": 0.83,
    "html:itemprop:headline": 0.82,
}
WITHOUT_KICKER, AGREED, HEAD_TITLE, LONE_HEADING, OTHER = 0.93, 0.92, 0.75, 0.7, 0.6
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
AGREEMENT = 0.5  # share of words; measured best of .3 to .8 on labelled pages
LEAST_CHARS = 5  # of a heading that may be a title
LEAST_WORDS = 4  # of a lone heading that nothing agrees with
FIRST_LINE = re.compile(r"\A\s{0,20}([^\n]{8,150})\n(?:\n|(?=[^\n]{200}))(?=\s{0,20}\S)")
ANY_LINE = re.compile(r"\A\s{0,20}([^\n]{8,150})\n")
END = re.compile(r"[.!?…:;,。！？][”\"’'»)』」]?\Z")
MARKDOWN = re.compile(r"\A#{1,6}[ \t]+")
SPEAKER = re.compile(r"^[ \t*_]{0,5}([^\W\d_][^:：\n]{0,40}?)[*_]{0,3}[ \t]{0,2}[:：](?=[*_ \t]|[^\x00-\x7f])", re.M)
SPEAKER_CHARS = 5_000  # of a text in which the same speaker must speak again
WHO_ASKS = """
q a question answer interviewer frage antwort f pregunta respuesta p r réponse domanda risposta d pergunta resposta
vraag antwoord v pytanie odpowiedź вопрос ответ в питання відповідь fråga svar spørgsmål spørsmål kysymys vastaus
otázka odpověď kérdés válasz soru cevap tanya jawab 问 答 問 记者 記者 질문 답 سؤال جواب
"""
ASKING = frozenset(WHO_ASKS.split())
QUESTION = re.compile(r"[!?！？][”\"’'»)』」]?\Z")
HEAD_CHARS, HEAD_LINES = 1_500, 8  # of a page's text, where its heading may stand
PAGE_NUMBER = re.compile(r"(?:(?P<before>\d{1,4})\s{1,99})?(?P<words>[^\W\d].*?)(?:\s{1,99}(?P<after>\d{1,4}))?")
RUNNING_CHARS = 50_000
ADDRESS = re.compile(r"(?:https?://|www\.)\S+\Z")
WIDE = re.compile(r"\s{4}")
MOST_OVER = 3  # lines over a headline that are none
MOST_WORDS = 20
MOST_DATE_WORDS = 8
SUBTITLE = {"html:jsonld:alternativeHeadline": 0.85, "html:subtitle": 0.7, "sidecar": 0.98, "record": 0.97}


@dataclass(frozen=True, slots=True)
class _Said:
    """A title as it was said, and without the site's name."""

    hint: Hint
    text: str


@enricher("title")
def find(document: Document) -> Iterator[Fact]:
    """Facts title and subtitle."""
    sites = site_names(document)
    lines = frozenset(squashed(line) for line in document.text[:HEAD_CHARS].splitlines()[:HEAD_LINES])
    said = [_Said(h, _plain(h, sites, lines)) for h in document.hinted("title")]
    said = [s for s in said if s.text]
    agreed = _agreed([s for s in said if s.hint.origin.startswith("html:")], sites)
    plain = _without_kicker(agreed, said) if agreed else None
    for s in said:
        sure = WITHOUT_KICKER if s is plain else AGREED if s is agreed else _confidence(s, sites)
        yield Fact("title", s.text, s.hint.origin, sure, str(s.hint.value))
    if document.media_type == "text/plain" and (line := _first_line(document.text)):
        yield Fact("title", line, "text:first-line", 0.5, line)
    for hint in document.hinted("subtitle"):
        text = " ".join(str(hint.value).split())
        sure = confidence(SUBTITLE, hint.origin, 0.6)
        if text and squashed(text) != squashed(said[0].text if said else ""):
            yield Fact("subtitle", text[:1_000], hint.origin, sure, text)


def _plain(hint: Hint, sites: tuple[str, ...], lines: frozenset[str]) -> str:
    text = " ".join(decoded(str(hint.value)).translate(INVISIBLE).split())
    page_wide = hint.origin.startswith(("html:og", "html:title", "html:meta"))
    return _as_in_text(without_site(text, sites), lines) if page_wide else text


def _as_in_text(title: str, lines: frozenset[str]) -> str:
    """The part of a title that is a line of the text's head (squashed), where the rest is no longer: `How we moved the clock
    - Fen Blog` over the line `How we moved the clock`."""
    if squashed(title) in lines:
        return title
    for mark in list(SEPARATOR.finditer(title))[:MOST_PARTS]:
        before, after = title[: mark.start()].strip(), title[mark.end() :].strip()
        for part, rest in ((before, after), (after, before)):
            if len(words(part)) >= max(2, len(words(rest))) and squashed(part) in lines and squashed(rest) not in lines:
                return part
    return title


def _agreed(said: list[_Said], sites: tuple[str, ...]) -> _Said | None:
    """The h1 that shares most with another statement, if it shares enough."""
    others = [s for s in said if s.hint.origin != "html:h1" and not is_site_alone(s.text, sites)]
    best, most = None, 0.0
    for s in said:
        if s.hint.origin == "html:h1" and len(s.text) >= LEAST_CHARS and not is_site_alone(s.text, sites):
            share = max((_share(s.text, o) for o in others), default=0.0)
            if share > most:
                best, most = s, share
    return best if most >= AGREEMENT else None


def _without_kicker(agreed: _Said, said: list[_Said]) -> _Said | None:
    """The statement that at least two places make and that the heading only puts a kicker before (`Opinion: …`)."""
    heading = words(agreed.text)
    tails = [s for s in said if s.hint.origin.startswith("html:") and 3 <= len(words(s.text)) < len(heading)]
    tails = [s for s in tails if heading[-len(words(s.text)) :] == words(s.text)]
    return tails[0] if len({s.hint.origin for s in tails}) >= 2 else None


def _share(heading: str, other: _Said) -> float:
    """Words a heading shares with another statement; with `<title>` only its beginning counts: its end is the site."""
    if other.hint.origin != "html:title":
        return shared(heading, other.text)
    said = words(heading)
    first = words(SEPARATOR.split(other.text, maxsplit=1)[0])
    if first and first == said[: len(first)]:  # `Fair | Fen Times` over `Fair in the rain`
        return 1.0
    return shared(heading, " ".join(words(other.text)[: len(said) + 1]))


def is_site_alone(text: str, sites: tuple[str, ...]) -> bool:
    """Whether a title is nothing but the site's name."""
    return squashed(text) in {squashed(s) for s in sites}


def _confidence(s: _Said, sites: tuple[str, ...]) -> float:
    origin = s.hint.origin
    if not origin.startswith("html:"):
        return confidence(TOLD, origin, OTHER)
    if is_site_alone(s.text, sites) or (len(words(s.text)) < 2 and is_site(s.text, sites)):
        return 0.2
    if origin == "html:h1":
        return LONE_HEADING if len(words(s.text)) >= LEAST_WORDS else 0.4
    return PAGE.get(origin, HEAD_TITLE if origin == "html:title" else OTHER)


def _before_the_byline(text: str) -> re.Match[str] | None:
    """The first line, if the second signs the text."""
    m = ANY_LINE.match(text)
    signed = byline(text) if m else None
    return m if m and signed and not text[m.end() : signed.start].strip() else None


def _first_line(text: str) -> str | None:
    """A first line that stands alone, is short and no sentence; a question or a cry may be a title. Lines over it that are a
    kicker or say whence the text is are passed by."""
    for _ in range(MOST_OVER):
        m = FIRST_LINE.match(text) or _before_the_byline(text) or ANY_LINE.match(text)
        if m is None or not _is_over_headline(m[1]):
            break
        text = text[m.end() :].lstrip()
    m = FIRST_LINE.match(text) or _before_the_byline(text)
    line = MARKDOWN.sub("", m[1].strip()) if m else ""
    if not line or len(line.split()) > MOST_WORDS or not re.search(r"[^\W\d_]{2}", line):
        return None
    if len(line.split()) <= MOST_DATE_WORDS and scan(folded(visible(line))):
        return None  # a line that bears the date
    if _is_turn(line, text) or ADDRESS.match(line):
        return None
    return _without_page_number(line, text) if not END.search(line) or QUESTION.search(line) else None


@lru_cache(maxsize=1)
def _headings() -> tuple[frozenset[str], tuple[str, ...]]:
    told = tomllib.loads((files("ingest.enrich") / "data" / "headings.toml").read_text(encoding="utf-8"))
    return frozenset(folded(visible(k)) for k in told["kickers"]), tuple(folded(visible(w)) for w in told["whence"])


def _is_over_headline(line: str) -> bool:
    """Whether a line is a kicker (`Breaking news`), or says whence the text is (`From Wikipedia, …`, an address) or when it was
    looked at."""
    kickers, whence = _headings()
    plain = folded(visible(line)).strip(" \t*#_|:!-–—•[]()")
    if plain in kickers or plain.startswith(whence) or ADDRESS.match(line.strip()):
        return True
    return len(line.split()) <= MOST_DATE_WORDS and any(
        label("otherwise").search(plain[: found.start]) for found in scan(plain)[:1]
    )


def _without_page_number(line: str, text: str) -> str:
    """A running head without its page's number: it stands far off, or the same words on another line with another."""
    m = PAGE_NUMBER.fullmatch(line)
    if m is None or not (m["before"] or m["after"]):
        return line
    if WIDE.search(line[: m.start("words")] + line[m.end("words") :]):
        return m["words"]  # set at the page's other edge
    again = re.compile(
        rf"^\s{{0,20}}(\d{{1,4}}\s{{1,80}})?{re.escape(m['words'])}(\s{{1,80}}\d{{1,4}})?[ \t]{{0,20}}$", re.M
    )
    numbers = {(a or b or "").strip() for a, b in again.findall(text[:RUNNING_CHARS])} - {""}
    return m["words"] if len(numbers) > 1 else line


def _is_turn(line: str, text: str) -> bool:
    """Whether a first line is a speaker's turn in an interview: it asks or answers by its label, or its speaker, or the one
    who follows, speaks again. `Brexit: what comes next?` is no turn."""
    m = SPEAKER.match(line)
    if m is None:
        return False
    speakers = [s.casefold().strip() for s in SPEAKER.findall(text[:SPEAKER_CHARS])]
    return speakers[:1] != [] and (
        m[1].casefold().strip() in ASKING or any(speakers.count(s) > 1 for s in speakers[:2])
    )
