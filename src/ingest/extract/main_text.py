"""The main text of a page: the middle of several extractors, or what is left to ask when they fail.

Rule 1: each candidate is trimmed of what stands around an article, then the one chosen is the medoid: most like the
        others by the 4-word shingles they share (Dice). What trafilatura gives has a bonus, so that it is overruled
        only when the others agree on something else.
Rule 2: at the edges of what was chosen, blocks that the others do not have go, and a lead that all others have comes
        back (`edges`).
Rule 3: a page that is too deep or too large for extractors that walk the tree is resiliparse's, whose parser is its
        own; one that is bottomless is read flat.
Rule 4: a page is empty only when nothing finds text: then all its text is taken, then the body its structured data
        carries, then whatever stands between tags.

Mode best asks two more members of trafilatura's family; they may overrule what balanced answers, on clear evidence alone.
Measured on 1,295 labelled pages (docs/formats.md): the bonus weighs full texts (best at .06) against snippets (.15).
"""

from collections.abc import Sequence

from lxml.html import HtmlElement

from ingest.extract.candidates import CANDIDATES, resiliparse
from ingest.extract.edges import held, led, may_lack_an_edge
from ingest.extract.flat import flat_blocks
from ingest.extract.likeness import SHORT, Runs, agree, length, medoid, overruled
from ingest.extract.page import Page
from ingest.extract.rendering import NOT_TEXT, Block, blocks, text_of
from ingest.extract.structured import article_body
from ingest.extract.trimming import Furniture, furniture, trimmed

MODES = {
    "fast": ("fast",),
    "balanced": ("fast", "resiliparse", "readability"),
    "best": ("fast", "standard", "precision", "resiliparse", "readability"),
}
LITTLE = 1000  # characters: a page with less than this by its tags is a small page, and its tags are right
FAR_SHORTER = 0.3  # in mode fast: resiliparse is asked, and believed, where trafilatura has less than this share
FAR_TOO_MANY = 600_000  # tags; resiliparse takes seconds for a million, what stands between them half a second
HIDDEN = 4  # how much longer the text between all tags must be than what a page shows for it to be what is meant
STRUCTURED = 1.5  # how much longer structured data must be to be taken; taken first they make texts worse (measured)
NOT_ARTICLE = frozenset(("nav", "header", "footer", "aside", "menu", "dialog", "figcaption"))


def main_text(page: Page, mode: str, tables: bool = True) -> str:
    """The article's text, ending in a newline; "" where there is no text at all. `mode`: fast, balanced, best."""
    around = furniture(page.tree)
    found = _tame(page, mode, around) if page.tame else _wild(page, around)
    if length(found) < SHORT:
        found = _fallback(page, found, around)
    if not tables:
        found = [b for b in found if b.kind != "row"] or found
    return text_of(found)


def _tame(page: Page, mode: str, around: Furniture) -> list[Block]:
    given: dict[str, list[Block]] = {}
    runs = Runs()
    for name in (n for n in CANDIDATES if n in MODES[mode]):
        given[name] = trimmed(CANDIDATES[name](page, page.tree), around)
        if mode == "balanced" and len(given) == 2 and agree(given, runs):
            kept = held("fast", given, runs)
            if not may_lack_an_edge(kept, given):
                return kept
    if mode == "fast":
        return _guard(page, given["fast"], around) or given["fast"]
    three = {name: found for name, found in given.items() if name in MODES["balanced"]}
    chosen = "fast" if agree(three, runs) else medoid(three, runs)
    if mode == "best":
        chosen = overruled(chosen, given, runs)
    return led(chosen, held(chosen, given, runs), given, runs) if chosen else []


def _guard(page: Page, found: Sequence[Block], around: Furniture) -> list[Block] | None:
    """resiliparse's text, where what was found is empty or far shorter."""
    if length(found) >= SHORT:
        return None
    other = trimmed(resiliparse(page), around)
    return other if length(found) < FAR_SHORTER * length(other) else None


def _wild(page: Page, around: Furniture) -> list[Block]:
    if page.depth == "bottomless" or page.tags > FAR_TOO_MANY:
        return trimmed(flat_blocks(page.source), around)
    return trimmed(resiliparse(page), around)


def _fallback(page: Page, found: list[Block], around: Furniture) -> list[Block]:
    """Of a page with next to nothing: what stands where an article stands, if that is little too; else something longer
    than what was found, from wherever the page has it."""
    by_tags = trimmed(by_structure(page.tree), around) if page.tame and page.tree is not None else []
    if by_tags and length(by_tags) < LITTLE:
        found = by_tags
    if page.tree is not None and length(blocks(page.tree, NOT_TEXT)) < SHORT:
        between = flat_blocks(page.source)  # text that the tree does not show: in <noscript>, in an endless comment
        found = between if length(between) > HIDDEN * length(found) else found
    if not found and page.depth != "bottomless":
        found = resiliparse(page, main=False)
    body = article_body(page.tree) if page.tree is not None else []
    if length(body) > STRUCTURED * length(found):
        return body
    return found or flat_blocks(page.source)


def by_structure(tree: HtmlElement) -> list[Block]:
    """What the page's one <article> or <main> holds, else its body, without navigation and the like."""
    marked = list(tree.iter("article", "main"))
    body = tree.find("body")
    whole = body if body is not None else tree
    return blocks(marked[0] if len(marked) == 1 else whole, NOT_TEXT | NOT_ARTICLE)
