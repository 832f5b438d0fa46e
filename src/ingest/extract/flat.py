"""The last resort: all that stands between tags. Linear in any input, however deep, broken or endless."""

import re
from html import unescape

from ingest.extract.rendering import KIND, NOT_TEXT, Block, shown

TOKEN = re.compile(r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9]{0,20}+)[^<>]{0,20000}>|<[!?][^<>]{0,20000}>")
TAG_END = re.compile(r"[^<>]{0,20000}>")
HIDES = NOT_TEXT - {"noscript"}
LINES = frozenset(("br", "td", "th", *KIND))


def flat_blocks(source: str) -> list[Block]:
    """Paragraphs of a page's source. A comment or script that is never closed hides nothing: what follows is text."""
    out: list[Block] = []
    held: list[str] = []
    position = 0
    unclosed: set[str] = set()
    while found := TOKEN.search(source, position):
        held.append(source[position : found.start()])
        name = "!--" if found[0] == "<!--" else (found[2] or "").lower()
        position = found.end()
        if name in LINES:
            _close(held, out)
        end = "-->" if name == "!--" else f"</{name}" if name in HIDES and not found[1] else ""
        if end and end not in unclosed:
            past = _end(source, end, position)
            if past is None:
                unclosed.add(end)
            else:
                position = past
    held.append(source[position:])
    _close(held, out)
    return out


def _end(source: str, end: str, start: int) -> int | None:
    """Just past `end` and what its tag holds, in any case of letters."""
    at = min((i for spelt in {end, end.upper()} if (i := source.find(spelt, start)) >= 0), default=-1)
    if at < 0:
        return None
    rest = TAG_END.match(source, at + len(end)) if end.startswith("</") else None
    return rest.end() if rest else at + len(end)


def _close(held: list[str], out: list[Block]) -> None:
    said = shown(unescape("".join(held)))
    held.clear()
    if said:
        out.append(Block("text", said))
