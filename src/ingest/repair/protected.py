"""Spans no repair may touch: addresses, code, maths, handles, identifiers, file names, tables, verse, quoted languages."""

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ingest.core.editing import Finding
from ingest.repair.prose import is_verse

# every repetition that may fail is bounded: a text of one endless word must not take quadratic time
SPANS = (
    r"```.{0,20000}?```",  # fenced code
    r"`[^`\n]{1,400}`",
    r"(?:https?://|www\.)\S{1,2000}",
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}",  # mail
    r"(?<![\w@])[@#]\w{1,60}",  # handles
    r"\$(?![\d\s])[^$\n]{1,200}(?<![\s\\])\$",  # maths; '$5 and $6' are prices
    r"\\[a-zA-Z]{2,40}(?:\{[^{}\n]{0,200}\}){0,4}",  # TeX
    r"</?(?!unk>)[a-zA-Z][^<>\n]{0,200}>",
    r"\{[^{}\n]{0,200}\}",
    r"\b[^\W_]\w{0,60}_\w{0,60}[^\W_]\b",  # identifiers
    r"\b\w{1,40}\([^()\n]{0,80}\)(?=[;.\s])",  # calls
    r"\b[\w/.-]{1,100}\.(?:py|js|ts|c|h|cpp|txt|md|json|xml|html?|exe|dll|com|org|net|gov|edu|io|co|fr|de|uk|es|it)\b",
    r"(?<!\S)[:;=8][-'^o]?[)(\[\]dDpP/\\|*3](?!\w)",  # emoticons
    r"(?<![\w/])(?:\.{0,2}/[\w.-]{1,60}){2,12}",  # paths
)
SPAN = re.compile("|".join(f"(?:{s})" for s in SPANS), re.S)
LINE = re.compile(r"[^\n]+")
CODE = re.compile(
    r"[{};]\s*$|^\s{0,40}(?:def|class|import|from|return|if|for|while|#include|public|private|var|let|const)\b.{0,200}[:;({]\s*$"
    r"|\w\s?=\s?\w{1,40}\(|==|!=|->|=>|::|&&|\|\||^\s{0,40}(?:#!|>>> |\$ |%% )|\+\+|\w\[\w{1,20}\]"
)
SHELL = re.compile(  # however long the line
    r";\s?(?:then|do|fi|done|esac)\b|\|\s?(?:sed|grep|e?grep|awk|cut|sort|xargs|tr|head|tail|wc)\b|\$\{\w|\$\(\w|\b(?:if|while) (?:\[|! ?\w+ )|^\s{0,40}(?:fi|done|esac)\s*$"
    r"|\$[A-Z_]{3,40}\b|\b2?>\s?/dev/null\b|\s>&2\b"
)
LOGGED = re.compile(  # a program's line, with its moment to the second at the head
    r"\W{0,2}\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d|\W{0,2}[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |\S{1,60} \S{1,60} \S{1,60} \[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:"
)
TABLE = re.compile(
    r"\|[^|\n]{0,200}\||\t[^\t\n]{0,200}\t|^(?:[^,\n]{0,60}\"\"|[^,\n]{1,40};[^;\n]{1,40};[^;\n]{1,40};)"
)
SCENE = re.compile(r"^\s{0,40}(?:INT\.|EXT\.|INT/EXT|FADE (?:IN|OUT)|CUT TO|DISSOLVE TO)", re.M)
CUE = re.compile(r"^[ \t]{0,40}([A-Z][A-Z .'’-]{1,24})(?: \([^()\n]{1,30}\))?[ \t]*\n(?=[ \t]*[(A-Za-z“\"…])", re.M)
LEAST_CUES = 3  # names of speakers on lines of their own, one of them twice: a script
CODE_SHARE = 0.2  # of at least 3 lines: then the whole text is code; human code of ten projects holds .3 to .9, prose 0
LONGEST_CODE_LINE = 14  # words; a longer line that ends in ';' is prose


@lru_cache(maxsize=2)  # every rule asks for the same text until one edits it
def protected(text: str, foreign: tuple[str, ...] = ()) -> tuple[tuple[int, int], ...]:
    """The protected spans of a text, in order and disjoint, as (start, end). `foreign`: paragraphs in another
    language, in order; they stand in the text word for word, since nothing ever edits them."""
    lines = [m for m in LINE.finditer(text) if not m[0].isspace()]
    code = [
        m
        for m in lines
        if LOGGED.match(m[0]) or SHELL.search(m[0]) or (CODE.search(m[0]) and len(m[0].split()) < LONGEST_CODE_LINE)
    ]
    if (len(lines) >= 3 and len(code) > CODE_SHARE * len(lines)) or is_verse(text) or _is_script(text):
        return ((0, len(text)),)
    spans = [m.span() for m in code] + [m.span() for m in lines if TABLE.search(m[0])]
    spans += [m.span() for m in SPAN.finditer(text)] + list(_found(text, foreign))
    return tuple(_joined(sorted(spans)))


def is_untouchable(text: str, foreign: tuple[str, ...] = ()) -> bool:
    """Whether all of the text is protected: code, verse, a script."""
    return protected(text, foreign) == ((0, len(text)),)


def _is_script(text: str) -> bool:
    """Whether the text is a play or a film's script."""
    if SCENE.search(text):
        return True
    cues = CUE.findall(text)
    return len(cues) >= LEAST_CUES and len(set(cues)) < len(cues)


def _found(text: str, foreign: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    at = 0
    for paragraph in foreign:
        start = text.find(paragraph, at)
        if start >= 0:
            at = start + len(paragraph)
            yield start, at


def _joined(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Overlapping spans as one."""
    held: tuple[int, int] | None = None
    for start, end in spans:
        if held and start < held[1]:
            held = (held[0], max(held[1], end))
        else:
            if held:
                yield held
            held = (start, end)
    if held:
        yield held


def untouched(findings: Iterable[Finding], spans: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    """The findings that overlap no span."""
    starts = [a for a, _ in spans]
    for f in findings:
        at = bisect.bisect_right(starts, f.start) - 1
        inside = at >= 0 and spans[at][1] > f.start
        if not inside and not (at + 1 < len(spans) and spans[at + 1][0] < f.end):
            yield f
