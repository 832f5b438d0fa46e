"""The article's body as a page's structured data (JSON-LD) carry it; asked only when extraction comes out short."""

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from ingest.extract.rendering import NOT_TEXT, Block, blocks

MOST_VALUES = 10_000  # objects and lists looked at in one page's data
BODIES = ("articleBody", "text")


def article_body(tree: HtmlElement) -> list[Block]:
    """The longest `articleBody` (or `text`) of the page's JSON-LD, as blocks; [] where there is none."""
    bodies: list[str] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json" and script.text:
            try:
                told = json.loads(script.text, strict=False)
            except (ValueError, RecursionError):
                continue
            bodies += _bodies(told)
    longest = max(bodies, key=len, default="").strip()
    if "<" in longest and ">" in longest:
        root = etree.fromstring(longest.encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8"))
        return blocks(root, NOT_TEXT) if root is not None else []
    return [Block("text", line.strip()) for line in longest.split("\n") if line.strip()]


def _bodies(told: Any) -> Iterator[str]:
    stack, seen = [told], 0
    while stack and seen < MOST_VALUES:
        value, seen = stack.pop(), seen + 1
        if isinstance(value, dict):
            yield from (value[name] for name in BODIES if isinstance(value.get(name), str))
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)
