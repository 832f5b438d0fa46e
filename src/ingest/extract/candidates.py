"""The extractors that are asked for a page's main text, each as a function Page -> blocks.

| name        | what                                                | cost against trafilatura (dev pages) |
| ----------- | --------------------------------------------------- | ------------------------------------ |
| fast        | trafilatura without its comparison with others      | .7                                   |
| standard    | trafilatura                                         | 1                                    |
| precision   | trafilatura, favouring precision                    | 1.1                                  |
| readability | the readability algorithm, as trafilatura carries it | .25                                 |
| resiliparse | resiliparse's main content, on its own fast parser  | .1                                   |
"""

import copy
import logging
from collections.abc import Callable

from lxml import etree
from lxml.html import HtmlElement

from ingest.extract.page import Page
from ingest.extract.rendering import NOT_TEXT, Block, blocks

# What trafilatura and readability are known to raise on odd pages; that candidate is then empty and the others stand.
FAULTS = (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError, etree.Error)
BULLET = "\u2022 "

logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # its complaints about pages are no news to us


def _trafilatura(tree: HtmlElement, quick: bool = False, sure: bool = False) -> list[Block]:
    from trafilatura import bare_extraction  # a second to import; not needed by those who only ask for help

    try:
        document = bare_extraction(
            tree, include_comments=False, fast=quick, favor_precision=sure
        )  # copies the tree itself
    except FAULTS:
        return []
    body = getattr(document, "body", None)
    return blocks(body) if body is not None else []


def fast(page: Page, tree: HtmlElement) -> list[Block]:
    """trafilatura's own rules alone."""
    return _trafilatura(tree, quick=True)


def standard(page: Page, tree: HtmlElement) -> list[Block]:
    """trafilatura as it comes."""
    return _trafilatura(tree)


def precision(page: Page, tree: HtmlElement) -> list[Block]:
    """trafilatura with less text, surer text."""
    return _trafilatura(tree, sure=True)


def readability(page: Page, tree: HtmlElement) -> list[Block]:
    """The readability algorithm, on a tree of its own: it changes what it reads."""
    from trafilatura.readability_lxml import Document

    try:
        body = etree.fromstring(
            Document(copy.copy(tree)).summary(), etree.HTMLParser(remove_comments=True, huge_tree=True)
        )
    except FAULTS:
        return []
    return blocks(body, NOT_TEXT) if body is not None else []


def resiliparse(page: Page, tree: HtmlElement | None = None, main: bool = True) -> list[Block]:
    """resiliparse's main content; `main` False: all the text of the page."""
    from resiliparse.extract.html2text import extract_plain_text

    text = extract_plain_text(page.source, main_content=main, alt_texts=False, comments=not main)
    return [
        Block("item", line.removeprefix(BULLET)) if line.startswith(BULLET) else Block("text", line)
        for piece in text.split("\n")
        if (line := piece.strip())
    ]


CANDIDATES: dict[str, Callable[[Page, HtmlElement], list[Block]]] = {
    "fast": fast,
    "standard": standard,
    "precision": precision,
    "resiliparse": resiliparse,
    "readability": readability,
}
