"""What htmldate finds in a page where the page itself says nothing certain."""

import logging
import re
from datetime import date

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement

MOST_DEPTH = 500  # htmldate copies the tree, and libxml2 copies recursively
MOST_ELEMENTS = 50_000  # about 100 times an article's page
EARLIEST = "1995-01-01"  # of the web; htmldate's own bound
LATEST = date(2099, 12, 31)  # where nothing says when the page was collected
NOT_SEEN = frozenset(["script", "style", "noscript", "template", "svg", "head", "title", "select", "option", "footer"])
INLINE = frozenset(["a", "abbr", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "time", "u"])
BEFORE, AFTER = 300, 2_000
MOST_SEEN, MOST_LINE = 30_000, 2_000
NEW_YEAR = re.compile(r"\d{4}-01-01")

for _name in ("htmldate", "htmldate.core", "htmldate.extractors", "htmldate.validators", "htmldate.utils"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # a line a document is the ledger's work


def in_page(tree: HtmlElement, latest: date) -> date | None:
    """The original date htmldate sees in the page (no address is given to it), between 1995 and `latest`.

    The first of January is left out: it is what htmldate makes of a bare year. None for trees too deep or large for it.
    """
    if not _fits(tree):
        return None
    last = min(latest, LATEST).isoformat()
    try:
        said = find_date(tree, original_date=True, min_date=EARLIEST, max_date=last, url="")
    except (ValueError, TypeError, OverflowError, AttributeError, KeyError, IndexError, etree.LxmlError):
        return None  # its own faults on odd pages: then it has found nothing
    return date.fromisoformat(said) if said and not NEW_YEAR.fullmatch(said) else None


def around_heading(tree: HtmlElement) -> str:
    """What a reader sees around the page's first heading, a line for each block: 300 characters before it, 2,000
    after; the head of the page where it has no heading."""
    lines: list[str] = [""]
    at = length = 0
    for number, (event, node) in enumerate(etree.iterwalk(tree, events=("start", "end"))):
        if number > 2 * MOST_ELEMENTS or length > MOST_SEEN or (at and length > at + AFTER):
            break
        if not isinstance(node.tag, str) or node.tag in NOT_SEEN:
            continue
        if node.tag not in INLINE:
            lines.append("")
        if event == "start" and node.tag == "h1" and not at:
            at = max(1, length)
        text = node.text if event == "start" else node.tail
        inside = node.getparent() if event == "end" else node
        if text and (inside is None or inside.tag not in NOT_SEEN):
            lines[-1] += text[:MOST_LINE]
            length += min(len(text), MOST_LINE)
    whole = "\n".join(" ".join(line.split()) for line in lines if line.strip())
    start = max(0, at - BEFORE) if at else 0
    return whole[start : start + BEFORE + AFTER]


def _fits(tree: HtmlElement) -> bool:
    depth = 0
    for number, (event, _) in enumerate(etree.iterwalk(tree, events=("start", "end"))):
        depth += 1 if event == "start" else -1
        if depth > MOST_DEPTH or number > 2 * MOST_ELEMENTS:
            return False
    return True
