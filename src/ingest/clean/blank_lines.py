"""More blank lines than a reader needs, and white space before the first and after the last line.

An article keeps one between paragraphs, another text (verse, lists) at most two. The line feed that ends a file stays,
if it was there; in code the last lines stay as they are.
"""

import re
from collections.abc import Iterator

from ingest.clean.kinds import is_article, is_code
from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

HEAD = re.compile(r"\A(?=\s)(?:[ \t]*\n)*(?: (?=\S))?")
TAIL = re.compile(r"(?<!\s)\s+\Z")
TWO = re.compile(r"(?<!\n)\n(?:[ \t]*\n){2,}")
THREE = re.compile(r"(?<!\n)\n(?:[ \t]*\n){3,}")


@clean_rule("blank-lines", phase=90, group="spacing")
def find(view: View) -> Iterator[Finding]:
    """`One.\\n\\n\\n\\nTwo.\\n` -> `One.\\n\\nTwo.` Seen wherever tags were stripped."""
    text = view.text
    if not text.strip():
        if text:
            yield Finding(0, len(text), "")
        return
    head, tail = HEAD.match(text), TAIL.search(text, len(text.rstrip()) - 1)
    start, end = head.end() if head else 0, tail.start() if tail else len(text)
    if start:
        yield Finding(0, start, "")
    code = is_code(view)
    one = is_article(view) and not code
    for m in (TWO if one else THREE).finditer(text, start, end):
        yield Finding(m.start(), m.end(), "\n\n" if one else "\n\n\n")
    ending = "\n" if tail and "\n" in tail[0] else ""
    if tail and tail[0] != ending and not code:
        yield Finding(tail.start(), tail.end(), ending)
