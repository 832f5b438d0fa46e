"""The main text of a page: the middle of several extractors, or what is left to ask when they fail.

Rule 1: each candidate is trimmed of what stands around an article, then the one chosen is the medoid: most like the
        others by the 4-word shingles they share (Dice). What trafilatura gives has a bonus, so that it is overruled
        only when the others agree on something else.
Rule 2: at the edges of what was chosen, blocks that the others do not have go: what one extractor alone takes for the
        article's first or last paragraph is a teaser, a notice or a caption more often than not.
Rule 3: a page that is too deep or too large for extractors that walk the tree is resiliparse's, whose parser is its
        own; one that is bottomless is read flat.
Rule 4: a page is empty only when nothing finds text: then all its text is taken, then the body its structured data
        carries, then whatever stands between tags.

Mode best asks two more members of trafilatura's family; they may overrule what balanced answers, on clear evidence alone.
Measured on 1,295 labelled pages (docs/formats.md): the bonus weighs full texts (best at .06) against snippets (.15).
"""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from ingest.extract.candidates import CANDIDATES, resiliparse
from ingest.extract.flat import flat_blocks
from ingest.extract.page import Page
from ingest.extract.rendering import NOT_TEXT, Block, blocks, text_of
from ingest.extract.structured import article_body
from ingest.extract.trimming import Furniture, furniture, trimmed

MODES = {
    "fast": ("fast",),
    "balanced": ("fast", "resiliparse", "readability"),
    "best": ("fast", "standard", "precision", "resiliparse", "readability"),
}
FAMILY = frozenset(("fast", "standard", "precision"))  # one extractor, asked in three ways
BONUS = {"fast": 0.1, "standard": 0.1, "precision": 0.1}
WEIGHT = {"fast": 0.5, "standard": 0.5, "precision": 0.5}  # they are one family, and would outvote the others
HELD = 1 / 3  # mean share of a block's 4-word runs that the others have, or it goes from an edge; .25 to .4 score alike
CLEARLY = 0.05  # how much more like all five another answer must be than balanced's for mode best to take it
AGREED = 0.9  # likeness of the first two at which no third could outvote them
SHORT = 250  # characters; trafilatura's own MIN_EXTRACTED_SIZE
LITTLE = 1000  # characters: a page with less than this by its tags is a small page, and its tags are right
FAR_SHORTER = 0.3  # in mode fast: resiliparse is asked, and believed, where trafilatura has less than this share
FAR_TOO_MANY = 600_000  # tags; resiliparse takes seconds for a million, what stands between them half a second
HIDDEN = 4  # how much longer the text between all tags must be than what a page shows for it to be what is meant
STRUCTURED = 1.5  # how much longer structured data must be to be taken; taken first they make texts worse (measured)
# East Asian and Thai characters count one by one
TOKEN = re.compile(
    "[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\\W\u0e00-\u0e7f\u3040-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
NOT_ARTICLE = frozenset(("nav", "header", "footer", "aside", "menu", "dialog", "figcaption"))
Shingles = set[tuple[str, ...]]


def main_text(page: Page, mode: str, tables: bool = True) -> str:
    """The article's text, ending in a newline; "" where there is no text at all. `mode`: fast, balanced, best."""
    around = furniture(page.tree)
    found = _tame(page, mode, around) if page.tame else _wild(page, around)
    if _length(found) < SHORT:
        found = _fallback(page, found, around)
    if not tables:
        found = [b for b in found if b.kind != "row"] or found
    return text_of(found)


def _tame(page: Page, mode: str, around: Furniture) -> list[Block]:
    given: dict[str, list[Block]] = {}
    known: dict[str, Shingles] = {}  # candidates have most blocks in common
    for name in (n for n in CANDIDATES if n in MODES[mode]):
        given[name] = trimmed(CANDIDATES[name](page, page.tree), around)
        if mode == "balanced" and len(given) == 2 and _agree(given, known):
            return held("fast", given, known)
    if mode == "fast":
        return _guard(page, given["fast"], around) or given["fast"]
    three = {name: found for name, found in given.items() if name in MODES["balanced"]}
    chosen = "fast" if _agree(three, known) else medoid(three, known)
    if mode == "best":
        chosen = overruled(chosen, given, known)
    return held(chosen, given, known) if chosen else []


def _agree(given: dict[str, list[Block]], known: dict[str, Shingles]) -> bool:
    return dice(_shingles(given["fast"], known), _shingles(given["resiliparse"], known)) >= AGREED


def _guard(page: Page, found: Sequence[Block], around: Furniture) -> list[Block] | None:
    """resiliparse's text, where what was found is empty or far shorter."""
    length = _length(found)
    if length >= SHORT:
        return None
    other = trimmed(resiliparse(page), around)
    return other if length < FAR_SHORTER * _length(other) else None


def _wild(page: Page, around: Furniture) -> list[Block]:
    if page.depth == "bottomless" or page.tags > FAR_TOO_MANY:
        return trimmed(flat_blocks(page.source), around)
    return trimmed(resiliparse(page), around)


def _fallback(page: Page, found: list[Block], around: Furniture) -> list[Block]:
    """Of a page with next to nothing: what stands where an article stands, if that is little too; else something longer
    than what was found, from wherever the page has it."""
    by_tags = trimmed(by_structure(page.tree), around) if page.tame and page.tree is not None else []
    if by_tags and _length(by_tags) < LITTLE:
        found = by_tags
    if page.tree is not None and _length(blocks(page.tree, NOT_TEXT)) < SHORT:
        between = flat_blocks(page.source)  # text that the tree does not show: in <noscript>, in an endless comment
        found = between if _length(between) > HIDDEN * _length(found) else found
    if not found and page.depth != "bottomless":
        found = resiliparse(page, main=False)
    body = article_body(page.tree) if page.tree is not None else []
    if _length(body) > STRUCTURED * _length(found):
        return body
    return found or flat_blocks(page.source)


def by_structure(tree: HtmlElement) -> list[Block]:
    """What the page's one <article> or <main> holds, else its body, without navigation and the like."""
    marked = list(tree.iter("article", "main"))
    body = tree.find("body")
    whole = body if body is not None else tree
    return blocks(marked[0] if len(marked) == 1 else whole, NOT_TEXT | NOT_ARTICLE)


def medoid(given: dict[str, list[Block]], known: dict[str, Shingles]) -> str | None:
    """The candidate most like the others (rule 1); of equal ones the first. Empty candidates have no voice."""
    texts = {name: _shingles(found, known) for name, found in given.items() if found}
    if len(texts) < 2:
        return next(iter(texts), None)
    return max(texts, key=lambda name: _likeness(name, texts) + BONUS.get(name, 0.0))


def overruled(name: str | None, given: dict[str, list[Block]], known: dict[str, Shingles]) -> str | None:
    """The candidate that is clearly more like all five than `name`, the middle of three, is; else `name`."""
    texts = {n: _shingles(found, known) for n, found in given.items() if _length(found) >= SHORT or n == name}
    if len(texts) < 2:
        return name
    other = max(texts, key=lambda n: _likeness(n, texts))
    if name is None or _length(given[name]) < SHORT or _likeness(other, texts) > _likeness(name, texts) + CLEARLY:
        return other
    return name


def _likeness(name: str, texts: dict[str, Shingles]) -> float:
    """How like a candidate the others are, 0..1, on the average of their weights."""
    others = [(WEIGHT.get(o, 1.0), dice(texts[name], texts[o])) for o in texts if o != name]
    return sum(w * d for w, d in others) / sum(w for w, _ in others)


def held(name: str, given: dict[str, list[Block]], known: dict[str, Shingles]) -> list[Block]:
    """The blocks of a candidate, without those at its edges that the others do not have (rule 2). Candidates of the same
    family say nothing of each other; where too little would be left, nothing goes."""
    found = given[name]
    others = {o: _shingles(g, known) for o, g in given.items() if _length(g) >= SHORT and _apart(name, o)}
    if not others or _length(found) < SHORT:
        return found
    family = sum(o in FAMILY for o in others)  # which has one voice, however many are asked
    voices = [(1 / family if o in FAMILY else 1.0, has) for o, has in others.items()]
    least = HELD * sum(weight for weight, _ in voices)

    def is_held(block: Block) -> bool:
        own = _shingles([block], known)
        return sum(weight * len(own & has) for weight, has in voices) >= least * len(own)

    start, end = 0, len(found)
    while start < end and not is_held(found[start]):
        start += 1
    while start < end and not is_held(found[end - 1]):
        end -= 1
    kept = found[start:end]
    return kept if _length(kept) >= SHORT else found


def _apart(name: str, other: str) -> bool:
    return name != other and not (name in FAMILY and other in FAMILY)


def _shingles(found: Sequence[Block], known: dict[str, Shingles]) -> Shingles:
    """The runs of four words within blocks; a shorter block is a run of its own. `known` remembers blocks."""
    out: Shingles = set()
    for block in found:
        if block.text not in known:
            words = TOKEN.findall(block.text)
            runs = zip(words, words[1:], words[2:], words[3:], strict=False)
            known[block.text] = set(runs) if len(words) > 3 else {tuple(words)}
        out |= known[block.text]
    return out


def dice(one: Shingles, other: Shingles) -> float:
    """How alike two sets are, 0..1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def _length(found: Sequence[Block]) -> int:
    return sum(len(b.text) for b in found)
