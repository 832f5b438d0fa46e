"""Runs of spaces and tabs inside lines of running text, and indents before them."""

import re
from collections.abc import Iterator

from ingest.clean.kinds import is_article, is_code, is_long
from ingest.clean.rows import rows
from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

RUN = re.compile(r"(?<=[^ \t])(?:[ \t]{2,}|\t)(?=[^ \t])")
SENTENCE_ENDS = '.!?:;…"”’»)'
INDENT = re.compile(r"[ \t\u3000]+(?=\S)")


@clean_rule("inner-spaces", phase=80, group="spacing")
def find(view: View) -> Iterator[Finding]:
    """`the  year   of` -> `the year of`. Seen in justified and badly joined text. Tables and short lines keep theirs."""
    text = view.text
    if (
        "  " not in text
        and "\t" not in text
        and "\n " not in text
        and "\u3000" not in text
        and not text.startswith(" ")
    ) or is_code(view):
        return
    told, article = view.once(rows), is_article(view)
    for line, start in zip(told.lines, told.starts, strict=True):
        if not line or not (article or is_long(line)):
            continue
        indent = INDENT.match(line)
        if indent and article and not line[indent.end() :].startswith(("- ", "* ", "• ")):
            yield Finding(start, start + indent.end(), "")
        runs = list(RUN.finditer(line, indent.end() if indent else 0))
        if all(m[0] == "  " and line[m.start() - 1] in SENTENCE_ENDS for m in runs):
            continue  # a typist's habit
        for m in runs:
            yield Finding(start + m.start(), start + m.end(), " ")
