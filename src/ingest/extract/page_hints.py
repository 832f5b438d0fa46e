"""All a page says of itself, each with where it stands: title, dates, authors, site, address, licence, language.

Only reading happens here: which of two titles is the better one is for `enrich` to say. Origins are
`html:og:<name>`, `html:jsonld:<property>`, `html:meta:<name>`, `html:itemprop:<name>`, `html:h1`, `html:title`,
`html:time`, `html:canonical`, `html:lang`, `html:rel:author`, `html:byline`.
"""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from ingest.core.model import Hint
from ingest.extract.json_ld import json_ld_hints
from ingest.extract.machine_translated import translation_hints
from ingest.extract.page_meta import link_hints, meta_hints

MOST_HEADINGS = 20
MOST_TIMES = 20
MOST_NODES = 2_000  # of one element whose text is read
MOST_MARKED = 50  # elements with an itemprop
MOST_BYLINES = 8
BYLINE_CHARS = 200
ITEMPROPS = {
    "datepublished": "published",
    "datemodified": "modified",
    "author": "authors",
    "creator": "authors",
    "headline": "title",
}
BYLINE_TAGS = frozenset(
    [
        "a",
        "span",
        "p",
        "div",
        "li",
        "address",
        "strong",
        "em",
        "b",
        "i",
        "small",
        "td",
        "h3",
        "h4",
        "h5",
        "h6",
        "cite",
        "font",
    ]
)
BYLINE = re.compile(
    r"(?:^|[\W_])(?:by-?lines?|author(?:s|line|bold|name|link|info)?|auteurs?|autore?s?|autorin|(?:written|posted)-?by)"
    r"(?:$|[\W_\d])"
)
NOT_BYLINE = re.compile(
    r"comment|related|sidebar|footer|bio|about|widget|recommend|teaser|avatar|image|img|photo|share|social|date|time|"
    r"follow|hidden|label|title|box-related|module-meta"
)
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
BY_WORDS = re.compile(
    r"\s{0,9}(?:(?i:by|von|par|por|door|text|autor|autorin|author|story by|written by|words by|posted by|texte|texto|автор|作者|記者|记者|文)"
    r"(?:\s{0,3}[:：/]\s{0,9}|\s{1,9}|\s{0,9}\Z))(?:[^\W\d_a-zа-я]|\Z)"
)
BY_WORDS_CHARS = 90
SUBTITLE = re.compile(
    r"(?:^|[\W_])(?:sub-?title|sub-?head(?:line|ing)?|stand-?first|dek|article-?lead|vorspann)(?:$|[\W_])"
)
PUBLISHED = re.compile(r"publish|entry-date|post-date|pubdate|article-?date|posted", re.I)
SPACES = re.compile(r"\s+")
NOT_TEXT = ("script", "style", "noscript", "svg")


def page_hints(tree: HtmlElement) -> tuple[Hint, ...]:
    """Everything a page says of itself, by field in the order of trust the sources of a field usually deserve.

    `tree` is a page as lxml.html parsed it; it is read and never changed. Never raises for a page's content; linear
    in the page's size.
    """
    root = tree if tree.tag == "html" else tree.getroottree().getroot()
    lang = (
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or ""
    ).strip()[:100]
    out = [
        *json_ld_hints(tree),
        *meta_hints(tree),
        *_headings(tree),
        *_marked(tree),
        *_by_words(tree),
        *link_hints(tree),
    ]
    if lang:
        out.append(Hint("language", lang, "html:lang"))
    out += translation_hints(root, lang)
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for hint in out:
        key = (hint.field, str(hint.value), hint.origin)
        if key not in seen:
            seen.add(key)
            kept.append(hint)
    return tuple(kept)


def said(element: HtmlElement, most: int = 1_000, between: str = "") -> str:
    """The text of an element on one line, with `between` between the texts of its elements, at most `most` characters, scripts left out; a bounded number of nodes is
    looked at, so that elements nested in one another do not cost quadratic time."""
    parts: list[str] = []
    inside = length = 0
    for number, (event, node) in enumerate(etree.iterwalk(element, events=("start", "end", "comment", "pi"))):
        if number > MOST_NODES or length > most:
            break
        code = node.tag in NOT_TEXT
        inside += code * (1 if event == "start" else -1 if event == "end" else 0)
        text = node.text if event == "start" else node.tail if node is not element else None
        if text and not inside:
            parts.append(text)
            length += len(text)
    if between:
        return between.join(p for part in parts if (p := SPACES.sub(" ", part).strip()))[:most]
    return SPACES.sub(" ", "".join(parts)).strip()[:most]


def _headings(tree: HtmlElement) -> Iterator[Hint]:
    for number, h1 in enumerate(tree.iter("h1")):
        if number >= MOST_HEADINGS:
            break
        if text := said(h1):
            yield Hint("title", text, "html:h1")
    for title in tree.iter("title"):
        if text := SPACES.sub(" ", title.text or "").strip()[:1_000]:
            yield Hint("title", text, "html:title")
            break


def _marked(tree: HtmlElement) -> Iterator[Hint]:
    """Microdata, `<time>`, `rel="author"` and elements whose class says that they name the author."""
    times = bylines = marked = 0
    subtitle = False
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("meta", "link", "html", "body", "script", "style"):
            continue
        attributes = element.attrib
        if not attributes:
            continue
        prop = ITEMPROPS.get((attributes.get("itemprop") or "").lower().split(" ")[0])
        marked += prop is not None
        if marked > MOST_MARKED:
            prop = None
        stamp = (attributes.get("datetime") or attributes.get("content") or "").strip()[:100]
        if prop in ("published", "modified") and (value := stamp or said(element, 100)):
            yield Hint(prop, value, f"html:itemprop:{attributes['itemprop'].split()[0].lower()}")
        elif element.tag == "time" and stamp and times < MOST_TIMES:
            times += 1
            sure = attributes.get("pubdate") is not None or PUBLISHED.search(attributes.get("class") or "")
            yield Hint("published", stamp, "html:time:published" if sure else "html:time")
        elif prop == "title":
            yield Hint("title", said(element), "html:itemprop:headline")
        elif bylines < MOST_BYLINES and (origin := _byline(element, prop)):
            text = said(element, BYLINE_CHARS + 1, "\n")
            if 2 <= len(text) <= BYLINE_CHARS:
                bylines += 1
                yield Hint("authors", text, origin)
        elif not subtitle and element.tag in ("h2", "p", "div", "span") and SUBTITLE.search(_marks(element)):
            text = said(element)
            if 10 <= len(text) < 1_000:
                subtitle = True
                yield Hint("subtitle", text, "html:subtitle")


def _byline(element: HtmlElement, prop: str | None) -> str | None:
    if prop == "authors":
        return "html:itemprop:author"
    if element.tag == "a" and "author" in (element.get("rel") or "").lower().split():
        return "html:rel:author"
    if element.tag not in BYLINE_TAGS:
        return None
    marks = _marks(element)
    return "html:byline" if BYLINE.search(marks) and not NOT_BYLINE.search(marks) else None


def _marks(element: HtmlElement) -> str:
    """What class and id say, with words apart: `postAuthorName` is `post-author-name`."""
    marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"[:500]
    return CAMEL.sub("-", marks).lower()


def _by_words(tree: HtmlElement) -> Iterator[Hint]:
    """Short elements whose text begins with a byline's words: `By Ada Example`."""
    found = looked = 0
    for element in tree.iter(*BYLINE_TAGS):
        text = element.text
        if not text or len(text) > BY_WORDS_CHARS or not BY_WORDS.match(text):
            continue
        looked += 1
        whole = said(element, BY_WORDS_CHARS + 1, "\n")
        if 5 <= len(whole) <= BY_WORDS_CHARS:
            found += 1
            yield Hint("authors", whole, "html:by-words")
        if found >= MOST_BYLINES or looked >= MOST_MARKED:
            return
