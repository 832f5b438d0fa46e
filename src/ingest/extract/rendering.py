"""A body as trafilatura gives it, as text: blank lines between blocks, `- ` before list items, tabs between table cells.

Blocks keep what they are (`Block`), so that trimming may ask whether the last one is a heading.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

SPACES = re.compile(r"[ \t\r\n\f\v\u00a0]+")
KINDS = {"head": "head", "item": "item", "row": "row", "quote": "text", "code": "code", "p": "text", "list": "text"}
KINDS |= {name: "text" for name in ("body", "div", "table", "section", "article", "fw", "comments")}
KINDS |= {"li": "item", "tr": "row"}
CELLS = ("cell", "td", "th")
TIGHT = ("item", "row")  # kinds whose neighbours of the same kind stand on the very next line


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item or table row; `kind` is text, head, item, row or code."""

    kind: str
    text: str


def blocks(root: Any, tables: bool = True) -> list[Block]:
    """The blocks under an lxml element, in reading order, without recursion. `tables` False leaves rows out."""
    out: list[Block] = []
    held: list[str] = []
    kinds = ["text"]

    def close() -> None:
        kind = kinds[-1]
        raw = "".join(held)
        held.clear()
        said = raw.strip("\n") if kind == "code" else _lines(raw)
        if said.strip() and (tables or kind != "row"):
            out.append(Block(kind, said))

    for event, node in _walk(root):
        name = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            if name in KINDS:
                close()
                inside = kinds[-1] in TIGHT and KINDS[name] == "text"  # a paragraph of an item is the item
                kinds.append(kinds[-1] if inside else KINDS[name])
            elif name in CELLS and "".join(held).strip():
                held.append("\v\t")
            elif name in ("lb", "br"):
                held.append("\v")
            if name:
                held.append(node.text or "")
        else:
            if name in KINDS and len(kinds) > 1:
                close()
                kinds.pop()
            if node is not root:
                held.append(node.tail or "")
    close()
    return out


def _walk(root: Any) -> Iterator[tuple[str, Any]]:
    stack: list[tuple[str, Any]] = [("start", root)]
    while stack:
        event, node = stack.pop()
        yield event, node
        if event == "start":
            stack.append(("end", node))
            stack.extend(("start", child) for child in reversed(node))


def _lines(raw: str) -> str:
    """White space as browsers show it; `\\v` is a line break, `\\v\\t` the border of two cells."""
    cells = "\t".join(SPACES.sub(" ", cell).strip() for cell in raw.split("\v\t")) if "\v\t" in raw else None
    if cells is not None:
        return cells
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
        out.append(("- " if block.kind == "item" else "") + block.text)
        before = block.kind
    return "".join(out) + "\n" if out else ""
