"""What kind of text this is, as far as its lines tell: code, prose. No rule: what the rules ask before they act."""

import re
from functools import lru_cache

from ingest.clean.scripts import IS_HAN_KANA
from ingest.core.editing import View

CODE_SHARE = 0.2  # of the lines; measured on source files and on articles that quote code
LONG_CODE = 200  # characters; longer lines are no code a person wrote
PROSE_CHARS = 100  # a longer line holds running text
PROSE_EAST_ASIAN = 45  # the same in Han or kana
REFERENCE = re.compile(r"&[#\w]{1,12};")
TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>")
SENTENCE_END = re.compile(r"[.!?]\s")
CODE = re.compile(
    r"[{}]$|^(?=.{0,200}[=(){}\[\]<>]).{1,200};$|^\s*(?:def|class|return|import|from|#include|if|for|while|else|elif|try|except|SELECT|\$|@\w+)\b.{0,150}[:({;]$"
    r"|^\s*(?:import|from|#include|return|SELECT)\s\S{1,80}$|^\s*</?\w{1,20}[^>]{0,150}>\s*$"
    r"|^\s*[\w.\[\]]{1,60} ?[-+]?= ?\S|^\s*[\w.]{1,60}\([^() ]{0,60}(?:, ?[^() ]{1,60}){0,8}\)[:;]?$"
)


def is_code(view: View) -> bool:
    """Whether the text is source code, markup or a configuration; such text keeps its tags, spaces and lines."""
    return view.once(_code)


def _code(text: str) -> bool:
    """Judged after references are taken out: `&quot;` ends lines in ';' and looks like C; in prose tags go too."""
    if "&" in text:
        text = REFERENCE.sub("", text)
    if "<" in text and sum(1 for _ in zip(SENTENCE_END.finditer(text), range(6), strict=False)) > 5:
        text = TAG.sub("", text)
    lines = [line.rstrip() for line in text.split("\n")]
    lines = [line for line in lines if line]
    if len(lines) < 3:
        return False
    return sum(len(line) <= LONG_CODE and _code_line(line) for line in lines) >= CODE_SHARE * len(lines)


@lru_cache(maxsize=8192)
def _code_line(line: str) -> bool:
    return CODE.search(line) is not None


def is_long(line: str) -> bool:
    """Whether a line holds running text rather than a heading, a verse, an item or a cell."""
    if len(line) > PROSE_CHARS:
        return True
    return len(line) > PROSE_EAST_ASIAN and not line.isascii() and IS_HAN_KANA.search(line) is not None


def is_article(view: View) -> bool:
    """Whether at least half of the lines hold running text: then line breaks are ends of paragraphs."""
    return view.once(_article)


def _article(text: str) -> bool:
    lines = [line for line in text.split("\n") if line and not line.isspace()]
    return sum(map(is_long, lines)) >= 0.5 * len(lines) > 0
