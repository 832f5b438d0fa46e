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


def _fits(tree: HtmlElement) -> bool:
    depth = 0
    for number, (event, _) in enumerate(etree.iterwalk(tree, events=("start", "end"))):
        depth += 1 if event == "start" else -1
        if depth > MOST_DEPTH or number > 2 * MOST_ELEMENTS:
            return False
    return True
