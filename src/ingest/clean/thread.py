"""A thread of a forum: posts between cards of their writers ('Joined: May 2015', 'Quote', '#3'). No rule: what
`boilerplate.py` asks.

Whole posts are text, however short; none is a teaser or a comment under the first.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.clean.phrases import ends_article
from ingest.clean.prose import Judged

NUMBERED = re.compile(
    r"\W{0,3}(?:(?:post|reply|beitrag|antwort|message|réponse|mensaje|respuesta|сообщение|ответ)\W{0,2})?(?:#|№)\d{1,5}(?!\d)",
    re.I,
)  # of a line that is a date besides; '#1' alone may be an author's count
LEAST = 2  # posts that stand between marks: fewer are an article with a writer's card below it
CARD, NAME_WORDS = 2, 3  # lines right above the first mark, and words of each: the writer's name and rank
STOPPED = ("menu", "account", "legal", "related", "comments")  # what ends the last post


class Thread(NamedTuple):
    """First and last line of a thread, and the lines that are marks of posts."""

    first: int
    last: int
    marks: frozenset[int]


def thread(lines: Sequence[str], judged: Sequence[Judged]) -> Thread | None:
    """The thread in the lines of a page; None where there is none."""
    marks = [
        k
        for k, line in enumerate(lines)
        if judged[k].reason == "post" or (judged[k].reason == "date" and NUMBERED.match(line))
    ]
    between = sum(any(map(_is_text, judged[a + 1 : b])) for a, b in pairwise(marks))
    if between < LEAST:
        return None
    first = marks[0]
    while (
        first > marks[0] - CARD and first and judged[first - 1].reason is None and judged[first - 1].words <= NAME_WORDS
    ):
        first -= 1
    last = marks[-1]
    while last + 1 < len(lines) and judged[last + 1].reason not in STOPPED and not ends_article(lines[last + 1]):
        last += 1
    return Thread(first, last, frozenset(marks))


def _is_text(j: Judged) -> bool:
    return j.reason is None and (j.score > 0 or (j.stop and j.words > 1))
