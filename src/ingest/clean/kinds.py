"""What kind of text this is, as far as its lines tell: code, the source of documentation, prose.

No rule: what the rules ask before they act.
"""

import re
from functools import lru_cache

from ingest.clean.documentation import is_documentation
from ingest.clean.scripts import HAN_KANA
from ingest.core.editing import View

CODE_SHARE = 0.2  # of the lines; measured on source files and on articles that quote code
LONG_CODE = 200  # characters; longer lines are no code a person wrote
PROSE_CHARS = 100  # a longer line holds running text
PROSE_EAST_ASIAN = 45  # the same in Han, kana or Hangul
IS_DENSE = re.compile(f"[{HAN_KANA}\uac00-\ud7a3]")
SOURCE_FILE = re.compile(r"(?:\"\"\"|'''|#!/|/\*|<\?(?:php|xml)\b|# -\*- )")  # so begins a file of code, and no article
KEYWORDS, KEYWORD_LINES, KEYWORD_SHARE = (  # a file that is mostly comments still has this many lines of nothing else
    re.compile(
        r"\s*(?:(?:async )?def \w{1,60}\(|class \w{1,60}[(:]|from [\w.]{1,80} import |import [\w., ]{1,80}$|#include\b|return\b.{0,80}$"
        r"|if\b.{1,80}:$|for\b.{1,80} in .{1,80}:$|(?:else|try):$|except\b.{0,80}:$)"
    ),
    5,
    0.1,
)
REFERENCE = re.compile(r"&[#\w]{1,12};")
TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>")
SENTENCE_END = re.compile(r"[.!?]\s")
CODE_ENDS, OPENS = "{}();:>", re.compile(r"\s*(?:import|from|#include|return|SELECT)\s")  # or '=': CODE's quick look
CODE = re.compile(  # a clause of a contract ends in ';' too, and has brackets: `(b) not to keep any animal, save one (1) cat;`
    r"[{}]$|; ?(?:then|do)$|^\s*(?:fi|done|esac)$|^(?=.{0,200}(?:[={}\[\]<>]|\w\((?!s\)))).{1,200};$|^(?=.{0,200}[()])\s*(?!\(?(?:[a-zA-Z]|[ivxIVX]{1,5}|\d{1,3})[.)] )(?:\S{1,80} ){0,4}\S{1,80};$|^\s*(?:def|class|return|import|from|#include|if|for|while|else|elif|try|except|SELECT|\$|@\w+)\b.{0,150}[:({;]$"
    r"|^\s*(?:import|from|#include|return|SELECT)\s\S{1,80}$|^\s*</?\w{1,20}[^>]{0,150}>\s*$"
    r"|^\s*[\w.\[\]]{1,60} ?[-+]?= ?\S|^\s*[\w.]{1,60}\([^() ]{0,60}(?:, ?[^() ]{1,60}){0,8}\)[:;]?$"
)


def is_code(view: View) -> bool:
    """Whether the text is source code, markup, a configuration or the source of documentation (Markdown with code in it,
    reStructuredText); such text keeps its tags, spaces and lines."""
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
    share = sum(
        is_code_line(line)
        for line in lines
        if (line[-1] in CODE_ENDS or "=" in line or OPENS.match(line)) and len(line) <= LONG_CODE
    ) / len(lines)
    return (
        share >= CODE_SHARE
        or SOURCE_FILE.match(lines[0]) is not None
        or (share >= KEYWORD_SHARE and sum(KEYWORDS.match(line) is not None for line in lines) >= KEYWORD_LINES)
        or is_documentation(text)
    )


@lru_cache(maxsize=8192)
def is_code_line(line: str) -> bool:
    """Whether a line looks like one of source code."""
    return CODE.search(line) is not None


def is_long(line: str) -> bool:
    """Whether a line holds running text rather than a heading, a verse, an item or a cell."""
    if len(line) > PROSE_CHARS:
        return True
    return len(line) > PROSE_EAST_ASIAN and not line.isascii() and IS_DENSE.search(line) is not None


def is_article(view: View) -> bool:
    """Whether at least half of the lines hold running text: then line breaks are ends of paragraphs."""
    return view.once(_article)


def _article(text: str) -> bool:
    lines = [line for line in text.split("\n") if line and not line.isspace()]
    return sum(map(is_long, lines)) >= 0.5 * len(lines) > 0
