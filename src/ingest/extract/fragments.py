"""A piece of HTML (a feed's item, a mail's body, a field of a record): all its text is meant, nothing is a page around it.

Read by BeautifulSoup, which makes something of any piece, wherever it was cut out.
"""

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from ingest.extract.flat import flat_blocks
from ingest.extract.page import TOO_MANY, safe
from ingest.extract.rendering import CELL_BORDER, CELLS, KIND, NOT_TEXT, TIGHT, Block, shown


def fragment_blocks(text: str) -> list[Block]:
    """The blocks of a piece of HTML, without scripts and the like."""
    source = safe(text)
    if source.count("<") > TOO_MANY:
        return flat_blocks(source)
    try:
        soup = BeautifulSoup(source, "lxml")
    except RecursionError:
        return flat_blocks(source)
    return _blocks(soup) or flat_blocks(source)


def _blocks(root: Tag) -> list[Block]:
    """Walk without recursion; None on the stack ends an element of a kind."""
    out: list[Block] = []
    held: list[str] = []
    kinds = ["text"]

    def close() -> None:
        text = shown("".join(held)) if kinds[-1] != "code" else "".join(held).strip("\n")
        held.clear()
        if text and not text.isspace():
            out.append(Block(kinds[-1], text))

    stack: list[PageElement | None] = [root]
    while stack:
        node = stack.pop()
        if node is None:
            close()
            kinds.pop()
        elif isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString):
                held.append(str(node))
        elif isinstance(node, Tag) and node.name not in NOT_TEXT:
            if kind := KIND.get(node.name):
                close()
                kinds.append(kinds[-1] if kinds[-1] in TIGHT and kind == "text" else kind)
                stack.append(None)
            elif node.name == "br":
                held.append("\v")
            elif node.name in CELLS and any(not piece.isspace() for piece in held):
                held.append(CELL_BORDER)
            stack.extend(reversed(node.contents))
    close()
    return out
