"""What stands around an article's own text, told by structure: its headline said again, and at its edges headings that
head nothing, lines that are only a link, lines that are only a time; and, wherever it stands, the box that asks for a
newsletter's readers. Words are the cleaning stage's matter.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from ingest.extract.boxes import MOST_CHARS, box_texts
from ingest.extract.rendering import Block

WORD = re.compile(r"\w+")
FIRST = 3  # blocks among which a headline is looked for; it stands first on nearly all pages, or after a kicker
CLOSE = 25  # characters a page's title may be longer than the headline: " | Name of the site"
LONG_ENOUGH = 20  # characters a headline needs before a part of it counts as it
EDGE = 4  # blocks at the start that may be links or times: a kicker, an author, a day
LINK_CHARS = 150  # a longer block is a paragraph, though all of it be a link
MOST_NODES = 20_000  # elements whose text is looked at; a bound for made-up pages
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Furniture:
    """Texts of a page that may stand around an article, as `norm` spells them."""

    titles: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    boxes: frozenset[str] = frozenset()


def furniture(tree: HtmlElement | None) -> Furniture:
    """The titles, headings, link texts and times of a page, and what its boxes say."""
    if tree is None:
        return Furniture()
    said: dict[str, set[str]] = {"titles": set(), "headings": set(), "links": set(), "times": set()}
    for number, node in enumerate(tree.iter("a", "time", "title", "meta", *HEADINGS)):
        if number > MOST_NODES:
            break
        if node.tag == "meta":
            if (node.get("property") or node.get("name")) in ("og:title", "twitter:title"):
                said["titles"].add(norm(node.get("content") or ""))
            continue
        text = norm(_text(node))
        name = {"a": "links", "time": "times", "title": "titles", "h1": "titles"}.get(node.tag, "headings")
        said[name].add(text)
        if node.tag == "h1":
            said["headings"].add(text)
    said["boxes"] = {norm(text) for text in box_texts(tree)}
    return Furniture(*(frozenset(texts - {""}) for texts in said.values()))


def _text(node: HtmlElement) -> str:
    """The text of an element, as far as it is short: links around whole pages must not cost quadratic time."""
    if not len(node):
        return (node.text or "")[:1000]
    parts, length = [], 0
    for piece in node.itertext():
        parts.append(piece)
        length += len(piece) + 1
        if length > 1000:
            break
    return " ".join(parts)


def norm(text: str) -> str:
    """Words alone, lower case."""
    return " ".join(WORD.findall(text.lower()))


def trimmed(found: Sequence[Block], page: Furniture) -> list[Block]:
    """The blocks that are the article; never none of them, if there were any."""
    kept = [b for b in found if len(b.text) > MOST_CHARS or norm(b.text) not in page.boxes] if page.boxes else found
    kept = list(_without_headline(kept or found, page.titles))
    while len(kept) > 1 and _at_end(kept[-1], page):
        kept.pop()
    start = 0
    while start < min(EDGE, len(kept) - 1) and _at_start(kept[start], page):
        start += 1
    return kept[start:]


def _without_headline(found: Sequence[Block], titles: Iterable[str]) -> Iterator[Block]:
    for number, block in enumerate(found):
        if number >= FIRST or len(found) == 1 or not _is_title(norm(block.text[:1000]), titles):
            yield block


def _is_title(said: str, titles: Iterable[str]) -> bool:
    long = len(said) > LONG_ENOUGH
    return bool(said) and any(
        said == title
        or (long and title.startswith(said))
        or (len(title) > LONG_ENOUGH and said.startswith(title) and len(said) < len(title) + CLOSE)
        for title in titles
    )


def _at_end(block: Block, page: Furniture) -> bool:
    if len(block.text) > LINK_CHARS:
        return False
    said = norm(block.text)
    return not said or block.kind == "head" or said in page.links or said in page.headings or said in page.times


def _at_start(block: Block, page: Furniture) -> bool:
    said = norm(block.text[: LINK_CHARS + 1])
    return not said or (len(block.text) <= LINK_CHARS and (said in page.links or said in page.times))
