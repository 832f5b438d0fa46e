"""What stands before and after an article's own text: its headline said again, and headings that head nothing."""

import re
from collections.abc import Iterable, Sequence

from ingest.extract.rendering import Block

WORD = re.compile(r"\w+")
FIRST = 3  # blocks among which a headline is looked for; it stands first on nearly all pages, or after a kicker
CLOSE = 25  # characters a page's title may be longer than the headline: " | Name of the site"
LONG_ENOUGH = 20  # characters a headline needs before a part of it counts as it


def without_headline(found: Sequence[Block], titles: Iterable[str]) -> list[Block]:
    """The blocks but for those of the first three that only say one of the page's titles again."""
    known = {norm for t in titles if (norm := _norm(t))}
    head = [b for b in found[:FIRST] if not (b.kind in ("head", "text") and _is_title(_norm(b.text), known))]
    rest = list(found[FIRST:])
    return head + rest if head or rest else list(found)


def _is_title(said: str, known: Iterable[str]) -> bool:
    if not said:
        return False
    for title in known:
        if said == title:
            return True
        if len(said) > LONG_ENOUGH and title.startswith(said):
            return True
        if len(title) > LONG_ENOUGH and said.startswith(title) and len(said) < len(title) + CLOSE:
            return True
    return False


def without_tail(found: Sequence[Block]) -> list[Block]:
    """The blocks but for headings at the very end: what they head was no text."""
    last = len(found)
    while last > 1 and found[last - 1].kind == "head":
        last -= 1
    return list(found[:last])


def _norm(text: str) -> str:
    return " ".join(WORD.findall(text.lower()))
