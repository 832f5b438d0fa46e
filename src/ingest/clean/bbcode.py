"""Marks of bulletin boards: '[b]bold[/b]', '[url=https://…]here[/url]'; the words stay.

Only in pairs: a lone '[i]' may be an index or a footnote.
"""

import re
from collections.abc import Iterator

from ingest.clean.kinds import is_code
from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

NAMES = "b|i|u|s|url|img|quote|color|size|font|center|left|right|list|email|spoiler|code"
MARK = re.compile(rf"\[(/?)({NAMES})(?:=[^\[\]\n]{{1,300}})?\]", re.I)


@clean_rule("bbcode", phase=35, group="markup")
def find(view: View) -> Iterator[Finding]:
    """`[b]New[/b] rules` -> `New rules`. Seen in texts copied out of forums."""
    if "[/" not in view.text or is_code(view):
        return
    opened: dict[str, list[re.Match[str]]] = {}
    for m in MARK.finditer(view.text):
        name = m[2].lower()
        if not m[1]:
            opened.setdefault(name, []).append(m)
        elif opened.get(name):
            start = opened[name].pop()
            if view.text[start.end()] == " " == view.text[m.start() - 1]:
                continue  # 'write [b] before and [/b] after': spoken of
            yield Finding(start.start(), start.end(), "")
            yield Finding(m.start(), m.end(), "")
