"""Meta and link elements: which names mean which field, best first."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from ingest.core.model import Hint

MOST_ELEMENTS = 5_000  # meta or link elements of one page that are looked at
MOST_CHARS = 5_000  # of one value
NAMES: dict[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "citation_title"),
    "published": (
        "article:published_time",
        "og:article:published_time",
        "og:published_time",
        "article:published",
        "article.published",
        "datepublished",
        "parsely-pub-date",
        "sailthru.date",
        "cxenseparse:recs:publishtime",
        "cxenseparse:publishtime",
        "article_date_original",
        "dc.date.issued",
        "dcterms.issued",
        "citation_publication_date",
        "citation_date",
        "pubdate",
        "publishdate",
        "publish-date",
        "publish_date",
        "published_time",
        "publication_date",
        "publicationdate",
        "dc.date",
        "dcterms.date",
        "dcterms.created",
        "dc.date.created",
        "datecreated",
        "date",
    ),
    "modified": (
        "article:modified_time",
        "og:article:modified_time",
        "og:updated_time",
        "datemodified",
        "dcterms.modified",
        "dc.date.modified",
        "last-modified",
        "lastmod",
        "revised",
    ),
    "authors": (
        "author",
        "article:author",
        "article:author_name",
        "parsely-author",
        "sailthru.author",
        "citation_author",
        "dc.creator",
        "dcterms.creator",
        "cxenseparse:author",
        "byl",
        "authors",
        "creator",
    ),
    "site": (
        "og:site_name",
        "application-name",
        "apple-mobile-web-app-title",
        "al:ios:app_name",
        "twitter:app:name:iphone",
    ),
    "publisher": ("publisher", "dc.publisher", "dcterms.publisher", "article:publisher", "citation_journal_title"),
    "url": ("og:url", "parsely-link"),
    "section": ("article:section", "parsely-section", "section"),
    "tags": ("article:tag", "news_keywords", "keywords", "parsely-tags"),
    "license": ("dcterms.license", "dc.rights", "dcterms.rights", "rights", "copyright"),
    "language": ("og:locale", "content-language", "language", "dc.language"),
    "description": ("og:description", "description", "dc.description", "twitter:description"),
    "robots": ("robots", "googlebot", "tdm-reservation", "tdm-policy", "gptbot", "ai-content-declaration"),
    "page_type": ("og:type",),
    "access": ("article:content_tier", "cxenseparse:articlepaywall"),
    "agency": ("dc.source", "original-source", "syndication-source"),
}
FIELDS = {name: (field, rank) for field, names in NAMES.items() for rank, name in enumerate(names)}
EVERY = ("authors", "tags", "robots")  # fields whose every element counts


def meta_hints(tree: HtmlElement) -> list[Hint]:
    """Hints from `<meta>`, by field and then by rank of the name. Origin `html:og:…`, else `html:meta:<name>`."""
    found: dict[str, list[str]] = {}
    for number, meta in enumerate(tree.iter("meta")):
        if number >= MOST_ELEMENTS:
            break
        said = " ".join((meta.get("content") or meta.get("value") or "")[:MOST_CHARS].split())
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            for name in (meta.get(attribute) or "").lower().split()[:4]:
                if said and name in FIELDS:
                    found.setdefault(name, []).append(said)
    out: list[Hint] = []
    for name, said_all in sorted(found.items(), key=lambda item: FIELDS[item[0]]):
        field = FIELDS[name][0]
        origin = f"html:{name}" if name.startswith("og:") else f"html:meta:{name}"
        out += [Hint(field, v, origin) for v in dict.fromkeys(said_all if field in EVERY else said_all[:1])]
    return out


def link_hints(tree: HtmlElement) -> Iterator[Hint]:
    """Address and licence from `<link>` and `<a rel="license">`; Creative Commons addresses are marks of a licence."""
    canonical = False
    for number, link in enumerate(tree.iter("link", "a")):
        rel, href = (link.get("rel") or "").lower().split(), (link.get("href") or "").strip()[:MOST_CHARS]
        if not href or number >= MOST_ELEMENTS:
            continue
        if "canonical" in rel and link.tag == "link" and not canonical:
            canonical = True
            yield Hint("url", href, "html:canonical")
        elif "license" in rel or "licence" in rel:
            yield Hint("license", href, "html:rel:license")
        elif "://creativecommons.org/" in href and ("/licenses/" in href or "/publicdomain/" in href):
            yield Hint("license", href, "html:link:creativecommons")
