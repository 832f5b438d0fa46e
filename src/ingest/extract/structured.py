"""The article's body as a page's structured data (JSON-LD) carry it; asked only when extraction comes out short."""

from lxml import etree
from lxml.html import HtmlElement

from ingest.extract.json_ld import nodes
from ingest.extract.rendering import NOT_TEXT, Block, blocks

BODIES = ("articleBody", "text")


def article_body(tree: HtmlElement) -> list[Block]:
    """The longest `articleBody` (or `text`) of the page's JSON-LD, as blocks; [] where there is none."""
    bodies = (node[name] for node in nodes(tree) for name in BODIES if isinstance(node.get(name), str))
    longest = max(bodies, key=len, default="").strip()
    if "<" in longest and ">" in longest:
        root = etree.fromstring(longest.encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8"))
        return blocks(root, NOT_TEXT) if root is not None else []
    return [Block("text", line.strip()) for line in longest.split("\n") if line.strip()]
