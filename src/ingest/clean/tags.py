"""Tags and comments of HTML that a scraper left in running text: 'one<br>two', '<!-- ad -->'.

Left alone in code and on lines that speak of markup.
"""

import re
from collections.abc import Iterator

from ingest.clean.kinds import is_code
from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

NAMES = (
    "p|br|div|span|a|b|i|u|em|strong|h[1-6]|ul|ol|li|img|font|table|tr|td|th|tbody|thead|blockquote|small|sup|sub|center"
    "|hr|iframe|script|style|figure|figcaption|section|article|nobr|strike|del|ins|wbr|cite|label|button|input|form|header|footer|nav|main|aside|dl|dt|dd|pre|video|audio|source|picture|time|abbr|acronym|big|tt|o:p"
)
TAG = re.compile(rf"</?(?:{NAMES})(\s[^<>]{{0,2000}})?/?>", re.I)
BREAKS = re.compile(r"<(?:br|hr)\b|</(?:p|div|li|h[1-6]|tr|blockquote|section|article)\b", re.I)
OF_MARKUP = re.compile(r"\b(?:HTML|XML|CSS|markup|web page|browsers?)\b|`")
NAMED = re.compile(
    r"\b(?:tags?|elements?|attributes?|Tags?|Elemente?s?|balises?|etiquetas?|тег\w{0,3}|элемент\w{0,3})\b", re.I
)
CUE = re.compile(r"^\d\d:\d\d:\d\d[,.]\d{3} --> \d\d:", re.M)  # subtitles, whose own marks these are
NAMED_PAIR = re.compile(
    r"<(\w{1,10})>(?: (?:and|or|und|oder|et|ou|y|o|e|en|of|i|lub|oraz|и|или|і|та|або|ve|veya|και|و) | ?[和与與或とや와] ?)</\1>"
)  # 'between <b> and </b>': named, not meant
NEXT_PARAGRAPH = re.compile(r"</p>[ \t]{0,9}\n[ \t]{0,99}<p[\s>]", re.I)  # a line feed alone would not part them
STAND = re.compile(r"[ \t]*(?:\n|\Z)")


@clean_rule("tags", phase=25, group="markup")
def find(view: View) -> Iterator[Finding]:
    """`one<br>two <b>bold</b>` -> `one` and `two bold`. Seen where tags were cut out by a pattern and some were missed."""
    text = view.text
    if "<" not in text or is_code(view) or ("-->" in text and CUE.search(text)):
        return
    comments = list(_comments(text))
    named = {place for m in NAMED_PAIR.finditer(text) for place in (m.start(), text.rindex("<", m.start(), m.end()))}
    inside = 0
    for m in TAG.finditer(text):
        while inside < len(comments) and comments[inside].end <= m.start():
            inside += 1
        if inside < len(comments) and comments[inside].start < m.end():
            continue
        if m[1] and m[1].strip(" /\t\n") and "=" not in m[1]:
            continue  # 'a <b and c>': no attributes
        if m.start() not in named and not _spoken_of(text, m.start(), m.end()):
            broken = (
                BREAKS.match(m[0])
                and not STAND.match(text, m.end())
                and text[m.start() - 1 : m.start()] not in ("", "\n")
            )
            yield Finding(m.start(), m.end(), "\n" if broken or NEXT_PARAGRAPH.match(text, m.start()) else "")
    yield from comments


def _comments(text: str) -> Iterator[Finding]:
    """Comments that are closed; the search for an end goes on from where the last one was."""
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            return
        if not _spoken_of(text, start, end + 3):
            yield Finding(start, end + 3, "")
        start = text.find("<!--", end + 3)


def _spoken_of(text: str, start: int, end: int) -> bool:
    """Whether the words around a tag speak of markup."""
    before = TAG.sub("", text[max(0, start - 60) : start].rpartition("\n")[2])
    after = TAG.sub("", text[end : end + 60].partition("\n")[0])
    return bool(OF_MARKUP.search(before + " " + after) or NAMED.search(before[-12:]) or NAMED.search(after[:12]))
