"""A page made safe to parse, parsed, and measured.

What makes parsers and extractors slow or blind is taken out or found here, in linear time: elements with thousands of
attributes (libxml2 compares each with each), data of images within attributes, control characters, nesting.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

CONTROL = bytes(i for i in range(32) if i not in (9, 10, 12, 13)) + b"\x7f"
DATA_URI = re.compile(r"data:[a-zA-Z0-9/+.;=-]{0,100}+,[A-Za-z0-9+/=%\s]{2000,}+")
LARGE = 1_000_000  # characters; data of images in smaller pages costs nothing worth saving
GIANT = 20_000  # characters
GIANT_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9:-]{0,30}+)\s[^<>]{20000,}+>")  # attributes no page needs
CHOICE = re.compile(r"<option\b[^<>]{0,2000}+>[^<>]{0,2000}+", re.I)
CHOICES = 2000  # of a page's forms; no text, and resiliparse takes quadratic time for them (24 s for 50,000, measured)
TOO_DEEP = 250  # levels; libxml2 without huge_tree stops at 256, and extractors that recurse stop soon after
BOTTOMLESS = 2000  # levels; libxml2 with huge_tree stops at 2,048 and drops what lies below
TOO_MANY = 150_000  # tags; trafilatura takes 14 s for 110,000 (measured), and does not end on a million
RAISED = re.compile(r"<sup>([0-9+\u2212-]{1,4})</sup>", re.I)  # no note's mark: that is a link, or has a class
RAISING = str.maketrans("0123456789+-\u2212", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
FRAGMENT = re.compile(r"<(?:!doctype|html|head|body|frameset)\b", re.I)
HEAD = 10_000  # characters within which a page says that it is one


@dataclass(frozen=True, slots=True)
class Page:
    """A page's source made safe, its tree (without comments, never changed), and how deep and large it is.

    `depth` is ordinary, deep (more than 250 levels) or bottomless (more than the tree holds).
    """

    source: str
    tree: HtmlElement | None
    depth: str = "ordinary"
    tags: int = 0

    @property
    def tame(self) -> bool:
        """Whether extractors that walk the tree can be trusted with it."""
        return self.tree is not None and self.depth == "ordinary" and self.tags <= TOO_MANY


def read_page(text: str) -> Page:
    """Parse a page. Raises nothing for what it holds; a page without any element has no tree."""
    source = safe(text)
    tree = parse(source)
    tags = source.count("<")
    depth = "ordinary"
    if tree is not None and tags > TOO_DEEP:
        root = tree.getroottree()
        if _reaches(TOO_DEEP)(root):
            depth = "bottomless" if _reaches(BOTTOMLESS)(root) else "deep"
    return Page(source, tree, depth, tags)


def safe(text: str) -> str:
    """The source without control characters, the data of `data:` addresses, thousands of choices of forms, and tags of over
    20,000 characters' attributes; raised figures as characters, since text that 10<sup>3</sup> becomes says 103."""
    data = text.encode("utf-8", "replace")
    kept = data.translate(None, CONTROL)
    if len(kept) < len(data):
        text = kept.decode("utf-8")
    if len(text) > LARGE and "data:" in text:
        text = DATA_URI.sub("data:,", text)
    if text.count("<option") > CHOICES:
        text = CHOICE.sub("", text)
    if "<sup>" in text or "<SUP>" in text:
        text = RAISED.sub(lambda m: m[1].translate(RAISING), text)
    giant = len(text) > GIANT and max(map(len, text.split("<"))) > GIANT
    return GIANT_TAG.sub(r"<\1>", text) if giant else text


def parse(source: str) -> HtmlElement | None:
    """The page's tree as lxml.html reads it, without comments; None where there is no element at all. Nothing is fetched."""
    reader = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        return document_fromstring(source.encode("utf-8", "replace"), parser=reader)
    except etree.ParserError:
        return None


def is_fragment(text: str) -> bool:
    """Whether HTML is a piece of a page: nothing near its start says that a page begins."""
    return not FRAGMENT.search(text[:HEAD])


@lru_cache(maxsize=4)
def _reaches(levels: int) -> etree.XPath:
    return etree.XPath("boolean(" + "/*" * levels + ")", smart_strings=False)
