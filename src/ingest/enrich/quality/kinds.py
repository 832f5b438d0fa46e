"""Flags of texts that are no article: walls, error pages, index pages, live blogs, listings.

| flag | when |
| --- | --- |
| paywall | the page says so (JSON-LD, content tier), or its last lines ask for a subscription |
| cookie-wall | a short text with two or more phrases of consent |
| error-page | a short text with a phrase of an error or of a machine's door |
| live-blog | the page says so, or six lines or more begin with a time of day |
| index-page | the page says so, or fifteen lines of which most are short and few end a sentence, and little running text |
| truncated | the text ends in what interfaces put where they cut it: `… [+1203 chars]`, `[…]` |
| listing | eight lines or more, and more than a fifth of the characters are digits |
"""

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from ingest.core.model import Document
from ingest.enrich.quality.signals import ENDS, PARAGRAPH, Signals

SHORT_CHARS = 2_000  # longer texts are articles that speak of walls
ERROR_CHARS = 800
FOOT_CHARS = 500
LEAST_CONSENT = 2
TIMED_LINE = re.compile(r"^\W{0,3}(?:[01]?\d|2[0-3])[:.h][0-5]\d\b", re.M)
LEAST_TIMED = 6
PROSE_SHARE = 0.35  # of the characters; set between menus with two lines of an article and addresses over a letter
PROSE_CHARS, DENSE_CHARS = 90, 35  # of a paragraph that is running text, the second in scripts without spaces
LINE_CHARS, DENSE_LINE = 45, 20  # on average, of the lines of one that is wrapped
DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0e7f]")
CUT = re.compile(r"(?:…|\.{3})\s{0,3}\[\+\d{1,7} char(?:acter)?s?\]\s{0,20}\Z|\[(?:…|\.{3})\]\s{0,20}\Z")
CUT_CHARS = 60
PAID = ("paid", "locked", "metered", "premium", "true", "y", "yes")


@lru_cache(maxsize=1)
def _phrases() -> dict[str, re.Pattern[str]]:
    told = tomllib.loads((files("ingest.enrich") / "data" / "walls.toml").read_text(encoding="utf-8"))
    return {kind: re.compile("|".join(map(re.escape, phrases))) for kind, phrases in told.items()}


def kinds(document: Document, told: Signals) -> Iterator[str]:
    """The flags of a document."""
    text, phrases = document.text, _phrases()
    said = {str(h.value) for h in document.hinted("page_type")}
    foot = text[-FOOT_CHARS:].lower()
    if any(str(h.value).lower() in PAID for h in document.hinted("access")) or phrases["paywall"].search(foot):
        yield "paywall"
    if len(text) < SHORT_CHARS and len(set(phrases["consent"].findall(text.lower()))) >= LEAST_CONSENT:
        yield "cookie-wall"
    titles = " ".join(str(h.value) for h in document.hinted("title"))[:500]
    if len(text) < ERROR_CHARS and phrases["error"].search(f"{titles}\n{text}".lower()):
        yield "error-page"
    if "LiveBlogPosting" in said or len(TIMED_LINE.findall(text[:50_000])) >= LEAST_TIMED:
        yield "live-blog"
    if CUT.search(text[-CUT_CHARS:]):
        yield "truncated"
    many_short = told["lines"] >= 15 and told["short_line_ratio"] > 0.5 and told["terminal_line_ratio"] < 0.2
    if said & {"CollectionPage", "SearchResultsPage"} or (many_short and prose_share(text) < PROSE_SHARE):
        yield "index-page"
    if told["lines"] >= 8 and told["digit_ratio"] > 0.2:
        yield "listing"


def prose_share(text: str) -> float:
    """The share (0..1) of a text's characters that stand in running text: a long line that ends a sentence, or the lines of
    a paragraph that does, where they are long on average (wrapped)."""
    inside = whole = 0
    for paragraph in PARAGRAPH.split(text):
        lines = [line for raw in paragraph.split("\n") if (line := raw.strip())]
        length = sum(map(len, lines))
        whole += length
        dense = DENSE.search(paragraph) is not None
        least, wide = (DENSE_CHARS, DENSE_LINE) if dense else (PROSE_CHARS, LINE_CHARS)
        if len(lines) > 1 and length >= wide * len(lines) and length >= least and lines[-1].endswith(ENDS):
            inside += length
        else:
            inside += sum(len(line) for line in lines if len(line) >= least and line.endswith(ENDS))
    return inside / max(1, whole)
