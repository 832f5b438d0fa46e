"""Where an article comes from: source, site, address, domain, publisher, agency.

`source` is the short stable name to group by: what the user's table, the sidecar, the record or a header says; else the first
folder on the path that names anything; else the domain. A crawl (WARC) mixes hosts, so there the domain stands above the
folder; and a folder called `archive` or `2024` names nothing: it counts only where there is no domain. `site` is a name as people read it. An agency is believed only where it
signs: in a dateline or a credit, never where it is mentioned.
"""

import re
from collections.abc import Iterator

from ingest.core.members import enricher
from ingest.core.model import Document, Fact
from ingest.enrich.addresses import domain_of, label_of, normalized
from ingest.enrich.confidence import confidence
from ingest.enrich.dates.in_text import DATELINE
from ingest.enrich.dates.words import agencies, folded
from ingest.enrich.names import SEPARATOR, is_site

TOLD = {
    "settings": 0.99,
    "sidecar": 0.98,
    "record": 0.97,
    "feed": 0.95,
    "warc": 0.97,
    "mail": 0.9,
    "text:labelled-header": 0.91,
}
FOLDER, DOMAIN, CRAWLED, NAMELESS = 0.9, 0.7, 0.92, 0.6
DATED = re.compile(
    r"[\d\W_]+|(?:(?:19|20)\d\d)?\W?(?:q[1-4]|w\d\d?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})",
    re.I,
)
NO_NAMES = """
archive archives archived article articles atom backup batch corpus crawl crawls csv data dataset docs documents docx
download downloads drop dump dumps email emails epub export exports feed feeds file files html import imports in inbox
incoming input items json jsonl mail mails markdown mbox md misc new news newsletters old other page pages pdf pdfs
posts raw rss sample samples saved scrape scraped scrapes scraping source sources stories temp test tests text texts
tmp txt unsorted upload uploads warc warcs web website websites xml zip
"""
NAMES_NOTHING = frozenset(NO_NAMES.split())
URL = TOLD | {"html:canonical": 0.9, "html:og:url": 0.86, "html:jsonld:url": 0.84, "html:jsonld:mainEntityOfPage": 0.83}
SITE = TOLD | {
    "html:og:site_name": 0.9,
    "html:jsonld:WebSite": 0.88,
    "html:meta:application-name": 0.75,
    "html:meta:apple-mobile-web-app-title": 0.72,
}
PUBLISHER_AS_SITE, TITLE_TAIL, DOMAIN_AS_SITE = 0.65, 0.6, 0.4
PUBLISHER = TOLD | {"html:jsonld:publisher": 0.9, "html:jsonld:WebPage:publisher": 0.85}
CREDIT = re.compile(
    r"^\W{0,3}(?:(?:source|quelle|fuente|fonte|bron|źródło|источник|джерело|来源|來源|출처|المصدر)\s{0,3}[:：]\s{0,3})?"
    r"[(\[]?(?P<agency>[^\W\d_][^()\[\]\n]{1,38}?)[)\]]?\W{0,3}$",
    re.I | re.M,
)
FOOT_CHARS = 300
MOST_TEXT = 500


@enricher("source")
def find(document: Document) -> Iterator[Fact]:
    """Facts source, site, url, domain, publisher, agency."""
    addresses = list(_addresses(document))
    yield from addresses
    best = max(addresses, key=lambda f: f.confidence, default=None)
    domain = domain_of(best.value) if best else None
    if best and domain:
        yield Fact("domain", domain, best.origin, best.confidence, best.raw)
        sure = CRAWLED if best.origin.startswith("warc") else DOMAIN
        yield Fact("source", domain, f"{best.origin}:domain", sure, best.raw)
    for hint in document.hinted("source"):
        if name := _line(hint.value):
            yield Fact("source", name, hint.origin, confidence(TOLD, hint.origin, 0.6), str(hint.value))
    folders = document.path.split("/")[:-1]
    naming = next((f for f in folders if not names_nothing(f)), None)
    if folders:
        yield Fact("source", naming or folders[0], "folder", FOLDER if naming else NAMELESS, naming or folders[0])
    yield from _sites(document, best.value if best else None, domain)
    for hint in document.hinted("publisher"):
        if name := _line(hint.value):
            sure = confidence(PUBLISHER, hint.origin, 0.7)
            yield Fact("publisher", name, hint.origin, sure, str(hint.value))
    yield from _agencies(document)


def names_nothing(folder: str) -> bool:
    """Whether a folder's name tells of a kind, a state or a time, and not of a source: `archive`, `feeds`, `2024-05`."""
    words = re.split(r"[\s_.-]+", folder.casefold())
    return DATED.fullmatch(folder) is not None or all(w in NAMES_NOTHING or DATED.fullmatch(w) for w in words if w)


def _line(value: object) -> str:
    return " ".join(str(value).split())[:MOST_TEXT]


def _addresses(document: Document) -> Iterator[Fact]:
    for hint in document.hinted("url"):
        raw = str(hint.value).strip()
        url = normalized(raw)
        if url:
            yield Fact("url", url, hint.origin, confidence(URL, hint.origin, 0.8), raw)


def _sites(document: Document, url: str | None, domain: str | None) -> Iterator[Fact]:
    label = label_of(url) if url else None
    for hint in document.hinted("site"):
        if name := _named_part(_line(hint.value), label):
            yield Fact("site", name, hint.origin, confidence(SITE, hint.origin, 0.6), str(hint.value))
    for hint in document.hinted("publisher"):
        if name := _named_part(_line(hint.value), label):
            yield Fact("site", name, hint.origin, PUBLISHER_AS_SITE, str(hint.value))
    for hint in document.hinted("title"):
        if hint.origin == "html:title" and label and (tail := _tail(_line(hint.value), label)):
            yield Fact("site", tail, "html:title:tail", TITLE_TAIL, str(hint.value))
    if domain:
        yield Fact("site", domain, "url:domain", DOMAIN_AS_SITE, url)


def _named_part(name: str, label: str | None) -> str:
    """The part of a name with a slogan that the domain names: `World news and headlines - 9News` -> `9News`."""
    parts = [p.strip() for p in SEPARATOR.split(name)]
    named = [p for p in parts if label and p and is_site(p, [label])]
    return named[0] if len(parts) > 1 and named else name


def _tail(title: str, label: str) -> str | None:
    """The last part of a page's title, if it spells the domain's label."""
    parts = [p.strip() for p in SEPARATOR.split(title)]
    return parts[-1] if len(parts) > 1 and is_site(parts[-1], [label]) else None


def _agencies(document: Document) -> Iterator[Fact]:
    for m in DATELINE.finditer(document.text[:700]):
        if name := _agency(m["agency"] or ""):
            yield Fact("agency", name, "text:dateline", 0.9, m[0][:80].strip())
    foot = document.text[-FOOT_CHARS:].strip()
    for m in CREDIT.finditer(foot[foot.rfind("\n") + 1 :]):
        if name := _agency(m["agency"], whole=True):
            yield Fact("agency", name, "text:credit", 0.85, m[0].strip())
    for hint in (*document.hinted("agency"), *document.hinted("authors")):
        for value in hint.value if isinstance(hint.value, list) else [hint.value]:
            if name := _agency(str(value)[:MOST_TEXT], whole=True):
                yield Fact("agency", name, hint.origin, 0.8, str(value)[:MOST_TEXT])


def _agency(said: str, whole: bool = False) -> str | None:
    """The agency a dateline or credit names; with `whole`, nothing else may be named with it."""
    plain = folded(said).strip(" .,-–—()[]")
    for name in sorted(agencies(), key=len, reverse=True):
        if plain == name or (not whole and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", plain)):
            return name.upper() if len(name) <= 4 else name.title()
    return None
