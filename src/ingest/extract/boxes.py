"""Boxes that ask readers to sign up, inside an article: told by their class or id, never by their words.

Only small boxes: a page's `<body class="newsletter">` or a whole article so marked is no box.
"""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ingest.extract.rendering import NOT_TEXT, blocks

MARK = re.compile(
    r"(?:^|[\s_-])(?:newsletters?|news-?letter|sign-?up|subscribe|optin|opt-in|mailing-?list|mc-?embed|mailchimp|mailpoet|"
    r"infolettre|boletin|nyhetsbrev|nieuwsbrief)(?:[\s_-]|$|(?=form|box|block|widget|promo|teaser|banner|inline|module))"
)
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
HINTS = ("letter", "sign", "subscri", "opt", "mail", "mc", "bolet", "nyhets", "nieuws", "infol")  # a cheap first look
TAGS = ("div", "section", "aside", "form", "p", "ul", "figure", "details", "table", "span")
MOST_CHARS = 500  # of a box; longer ones hold text that somebody wrote
MOST_NODES = 20_000
MOST_INSIDE = 300  # elements of one box


def box_texts(tree: HtmlElement) -> Iterator[str]:
    """The texts of the blocks of such boxes, as they stand in them."""
    for number, node in enumerate(tree.iter(*TAGS)):
        if number > MOST_NODES:
            break
        marks = f"{node.get('class') or ''} {node.get('id') or ''}"[:500]
        if len(marks) < 4 or not any(hint in marks.lower() for hint in HINTS):
            continue
        if MARK.search(CAMEL.sub("-", marks).lower()) and _is_small(node):
            yield from (block.text for block in blocks(node, NOT_TEXT))


def _is_small(node: HtmlElement) -> bool:
    """Whether it holds little text in few elements, and no article."""
    length = 0
    for number, inner in enumerate(node.iter()):
        if number > MOST_INSIDE or inner.tag in ("article", "main", "h1"):
            return False
        if inner.tag in NOT_TEXT:
            continue
        length += len((inner.text or "").strip()) + len((inner.tail or "").strip() if inner is not node else "")
        if length > MOST_CHARS:
            return False
    return True
