"""JSON-LD: what a page says of itself in `<script type="application/ld+json">`.

Only the first article of a page speaks for it: later ones are its neighbours in a list. Nodes that point at others by
`@id` are followed one step. What cannot be read as JSON, even leniently, says nothing.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml.html import HtmlElement

from ingest.core.model import Hint

Node = dict[str, Any]
ARTICLE = re.compile(r"(?:\w{0,40}Article|\w{0,20}BlogPosting|SocialMediaPosting|Report|Review|Recipe)\Z")
PEOPLE = ("Person", "Patient")
MOST_NODES = 20_000  # of one page; the longest honest graphs seen hold some hundreds
MOST_CHARS = 5_000_000
MOST_NAMES = 50
TRAILING_COMMA = re.compile(r",\s{0,200}([}\]])")
WRAPPED = re.compile(r"\A\s*(?://)?\s*(?:<!\[CDATA\[|<!--)?|(?://)?\s{0,9}(?:\]\]>|-->)?\s*;?\s*\Z")
ONE = {  # field -> properties of the article, best first
    "title": ("headline", "name"),
    "published": ("datePublished",),
    "modified": ("dateModified",),
    "section": ("articleSection",),
    "license": ("license",),
    "language": ("inLanguage",),
    "description": ("description",),
}


def json_ld_hints(tree: HtmlElement) -> list[Hint]:
    """Hints with origins `html:jsonld:<property>`; for a node that is the page and no article,
    `html:jsonld:WebPage:<property>`."""
    found = list(nodes(tree))
    by_id = {n["@id"]: n for n in reversed(found) if isinstance(n.get("@id"), str) and len(n) > 1}
    articles = [n for n in found if any(ARTICLE.match(t) for t in types(n))]
    out = [Hint("page_type", t, "html:jsonld:@type") for n in articles[:1] for t in types(n)]
    for article in articles[:1]:
        out += _of(article, by_id, "html:jsonld")
    for page in [n for n in found if "WebPage" in types(n)][:1]:
        out += [h for h in _of(page, by_id, "html:jsonld:WebPage") if h.field not in ("title", "description")]
    for node in found:
        kinds = types(node)
        if "WebSite" in kinds:
            out += [Hint("site", name, "html:jsonld:WebSite") for name in names(node, by_id)[:1]]
        elif "CollectionPage" in kinds or "SearchResultsPage" in kinds:
            out.append(Hint("page_type", "CollectionPage", "html:jsonld:@type"))
        if node.get("isAccessibleForFree") in (False, "False", "false", "http://schema.org/False"):
            out.append(Hint("access", "paid", "html:jsonld:isAccessibleForFree"))
    return out


def _of(node: Node, by_id: dict[str, Node], origin: str) -> Iterator[Hint]:
    for field, properties in ONE.items():
        for name in properties:
            for said in _texts(node.get(name))[:1]:
                yield Hint(field, said, f"{origin}:{name}")
    people: list[str] = []
    others: list[str] = []
    for given in _listed(node.get("author"))[:MOST_NAMES] or _listed(node.get("creator"))[:MOST_NAMES]:
        given = _followed(given, by_id)
        person = not isinstance(given, dict) or not types(given) or any(t in PEOPLE for t in types(given))
        (people if person else others).extend(names(given, by_id))
    if people:
        yield Hint("authors", people, f"{origin}:author")
    if others:
        yield Hint("authors", others, f"{origin}:author:Organization")
    for given in _listed(node.get("publisher"))[:1]:
        for said in names(given, by_id)[:1]:
            yield Hint("publisher", said, f"{origin}:publisher")
    for tags in (_texts(node.get("keywords")),):
        if tags:
            yield Hint("tags", tags, f"{origin}:keywords")
    for name in ("url", "mainEntityOfPage"):
        given = node.get(name)
        address = given.get("@id") if isinstance(given, dict) else given
        if isinstance(address, str) and address.startswith("http"):
            yield Hint("url", address, f"{origin}:{name}")


def nodes(tree: HtmlElement) -> Iterator[Node]:
    """Every object of every JSON-LD script, outer before inner, in the order they stand; at most MOST_NODES."""
    left = MOST_NODES
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        stack = [read(script.text or "")]
        while stack and left:
            node = stack.pop()
            left -= 1
            if isinstance(node, dict):
                yield node
                stack.extend(reversed([v for v in node.values() if isinstance(v, dict | list)]))
            elif isinstance(node, list):
                stack.extend(reversed([v for v in node if isinstance(v, dict | list)]))


def read(text: str) -> Any:
    """The value of a script's text, forgiving comments around it, raw line ends in strings and trailing commas."""
    if len(text) > MOST_CHARS:
        return None
    text = WRAPPED.sub("", text)
    for attempt in (text, TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def types(node: Node) -> list[str]:
    """The last words of the node's `@type`s."""
    return [t.rpartition("/")[2] for t in _listed(node.get("@type")) if isinstance(t, str)]


def names(given: Any, by_id: dict[str, Node]) -> list[str]:
    """The names in a string, an object or a list of either."""
    out: list[str] = []
    for one in _listed(given)[:MOST_NAMES]:
        one = _followed(one, by_id)
        out += _texts(one.get("name") or one.get("alternateName")) if isinstance(one, dict) else _texts(one)
    return out


def _followed(given: Any, by_id: dict[str, Node]) -> Any:
    if isinstance(given, dict) and "name" not in given and isinstance(given.get("@id"), str):
        return by_id.get(given["@id"], given)
    return given


def _listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [] if given is None else [given]


def _texts(given: Any) -> list[str]:
    """Strings of a value, entities read (twice: they are often escaped twice), white space as one space."""
    found: Iterable[Any] = (v.get("@value") or v.get("name") if isinstance(v, dict) else v for v in _listed(given))
    out = [" ".join(html.unescape(html.unescape(v)).split()) for v in found if isinstance(v, str)]
    return [v for v in out if v][:MOST_NAMES]
