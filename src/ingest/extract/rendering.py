"""A tree of elements as blocks, and blocks as text: blank lines between paragraphs, `- ` before list items, tabs
between table cells. Knows the names of HTML and those that trafilatura gives its bodies.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

SPACES = re.compile(r"[ \t\r\n\f\v\u00a0]+")
KINDS = {
    "head": ("head", "h1", "h2", "h3", "h4", "h5", "h6"),
    "item": ("item", "li", "dt", "dd"),
    "row": ("row", "tr"),
    "code": ("code", "pre"),
    "text": [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "details",
        "dialog",
        "div",
        "dl",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "fw",
        "header",
        "hr",
        "html",
        "list",
        "main",
        "nav",
        "ol",
        "p",
        "quote",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "ul",
    ],
}
KIND = {name: kind for kind, names in KINDS.items() for name in names}
CELLS = ("cell", "td", "th")
TIGHT = ("item", "row")  # kinds whose neighbours of the same kind stand on the very next line
NOT_TEXT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "button",
        "select",
        "textarea",
        "head",
        "title",
    ]
)
CELL_BORDER = "\v\t"
QUOTED = '"'  # browsers show marks around <q>
HOLDERS = frozenset(("p", "li", "item", "dt", "dd", "td", "th", "cell", *KINDS["head"]))  # of a line of text


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, table row or piece of code; `kind` is text, head, item, row or code."""

    kind: str
    text: str


def blocks(root: etree._Element, without: frozenset[str] = frozenset()) -> list[Block]:
    """The blocks under an element, in reading order, without recursion; elements named in `without` are left out."""
    out: list[Block] = []
    held: list[str] = []
    kinds = ["text"]

    def close() -> None:
        if held:
            raw = "".join(held)
            held.clear()
            text = raw.strip("\n") if kinds[-1] == "code" else shown(raw)
            if text and not text.isspace():
                out.append(Block(kinds[-1], text))

    for begins, node in _walk(root, without):
        name = node.tag if isinstance(node.tag, str) else ""
        inline = name in ("code", "quote") and _is_inline(node)
        kind = None if inline else KIND.get(name)
        marked = name == "q" or (inline and name == "quote")
        if begins:
            if kind:
                close()
                kinds.append(kinds[-1] if kinds[-1] in TIGHT and kind == "text" else kind)  # a paragraph of an item
            elif name in CELLS and any(not piece.isspace() for piece in held):
                held.append(CELL_BORDER)
            elif name in ("lb", "br"):
                held.append("\v")
            if marked:
                held.append(QUOTED)
            if name and name not in without and node.text:
                held.append(node.text)
        else:
            if kind:
                close()
                kinds.pop()
            if marked:
                held.append(QUOTED)
            if node is not root and node.tail:
                held.append(node.tail)
    close()
    return out


def _is_inline(node: etree._Element) -> bool:
    """Whether <code> or trafilatura's <quote> stands within a line: `run <code>make</code> first`. No <p> can hold a
    <blockquote>: a quote in it is a <q>."""
    parent = node.getparent()
    if parent is None or any("\n" in piece.strip() for piece in node.itertext()):
        return False
    if node.tag == "quote":
        return bool(parent.tag == "p")
    if parent.tag not in ("div", "span"):
        return bool(parent.tag in HOLDERS)
    previous = node.getprevious()
    before = parent.text if previous is None else previous.tail
    return any(said and not said.isspace() for said in (before, node.tail))


def _walk(root: etree._Element, without: frozenset[str]) -> Iterator[tuple[bool, etree._Element]]:
    stack = [(True, root)]
    while stack:
        begins, node = stack.pop()
        yield begins, node
        if begins:
            stack.append((False, node))
            if node.tag not in without and isinstance(node.tag, str):
                stack.extend((True, child) for child in reversed(node))


def shown(raw: str) -> str:
    """White space as browsers show it; `\\v` is a line break."""
    if CELL_BORDER in raw:
        return "\t".join(SPACES.sub(" ", cell).strip() for cell in raw.split(CELL_BORDER))
    if "\v" not in raw:
        return SPACES.sub(" ", raw).strip()
    return "\n".join(line for piece in raw.split("\v") if (line := SPACES.sub(" ", piece).strip()))


def text_of(given: Iterable[Block]) -> str:
    """The text, ending in a newline; "" without blocks."""
    out: list[str] = []
    before = ""
    for block in given:
        if out:
            out.append("\n" if block.kind == before and block.kind in TIGHT else "\n\n")
        out.append(f"- {block.text}" if block.kind == "item" else block.text)
        before = block.kind
    return "".join(out) + "\n" if out else ""
