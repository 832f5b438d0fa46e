"""Runs of spaces and tabs inside lines of running text, and indents before them."""

import re
from collections.abc import Iterator

from ingest.clean.cells import is_row
from ingest.clean.kinds import is_article, is_code, is_long
from ingest.clean.rows import rows
from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

RUN = re.compile(r"(?<=[^ \t])(?:[ \t]{2,}|\t)(?=[^ \t])")
LEAST, ONE_IN = (
    3,
    50,
)  # runs inside sentences there must be; or one to so many words. Measured on damaged and typed texts
SENTENCE_ENDS = '.!?:;…"”’»)'
INDENT = re.compile(r"[ \t]+(?=[^\s])")


@clean_rule("inner-spaces", phase=80, group="spacing")
def find(view: View) -> Iterator[Finding]:
    """`the  year   of` -> `the year of`. Seen in justified and badly joined text. Tables and short lines keep theirs."""
    text = view.text
    if ("  " not in text and "\t" not in text and "\n " not in text and not text.startswith(" ")) or is_code(view):
        return
    told, article = view.once(rows), is_article(view)
    found: list[tuple[int, int, str]] = []
    for number, (line, start) in enumerate(zip(told.lines, told.starts, strict=True)):
        if not line or not (article or is_long(line)) or ("\t" in line and is_row(told.lines, number)):
            continue
        indent = INDENT.match(line) if line[0] in " \t" else None
        if indent and article and not line[indent.end() :].startswith(("- ", "* ", "• ")):
            yield Finding(start, start + indent.end(), "")
        if "  " in line or "\t" in line:
            runs = RUN.finditer(line, indent.end() if indent else 0)
            found += [(start + m.start(), start + m.end(), line[m.start() - 1]) for m in runs]
    if _is_damage(found, text):
        for at, end, _ in found:
            yield Finding(at, end, " ")


def _is_damage(found: list[tuple[int, int, str]], text: str) -> bool:
    """Whether most runs stand inside sentences, and not just one or two: behind sentences they are a typist's habit."""
    inside = sum(before not in SENTENCE_ENDS for _, _, before in found)
    return inside > len(found) - inside and (inside >= LEAST or inside * ONE_IN >= len(text.split()))
