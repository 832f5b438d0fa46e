"""A phrase said again and again by a decoder in a loop: 'of the committee of the committee of the committee'."""

import re
from collections.abc import Iterator
from itertools import islice
from math import ceil
from operator import eq

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.prose import line_span

TOKEN = re.compile(r"[^\s,;.!?]+(?:[.!?]+[^\s,;.!?]+)*")
LONG = 4  # words, from which two whole rounds and most of a third are a loop
LONGEST = 8  # words of a looped phrase
LEAST = {1: 5, 2: 3}  # how often a phrase of so many words must stand in a row; longer ones three times
HUMAN = frozenset(
    [
        "no",
        "one",
        "two",
        "three",
        "left",
        "right",
        "very",
        "really",
        "ha",
        "haha",
        "he",
        "la",
        "na",
        "da",
        "bla",
        "blah",
        "yes",
        "yeah",
        "more",
        "go",
        "bye",
        "hey",
        "oh",
        "so",
        "much",
        "far",
        "never",
        "hear",
        "please",
    ]
)
AND = frozenset(["and", "or", "et", "e", "y", "und", "en"])
SUNG_CHARS = 72  # of a line that may be one of a song
SHOUT, SHOUTS = 3, 7  # letters of a word that is shouted rather than looped, and how often
PAUSE = re.compile(r"[.!?\n](?=\s)")  # sentences said again are another matter
TRAILS_OFF = re.compile(r"[^.!?…\n]{0,60}(?:…|\.\.\.)")  # 'dead ant, dead ant …': somebody sings
LETTER = re.compile(r"[^\W\d_]")


@repair_rule("phrase-loop", phase=61, changes_words=True, weight=1.5)
def find(view: View) -> Iterator[Finding]:
    """`the meeting of the committee of the committee of the committee was cancelled` -> `the meeting of the committee
    was cancelled`. Seen in neural output for languages with little training data.

    Five times for a single word and three times in a row for longer phrases, which must hold a letter; never words
    that people repeat. Verse and tables are protected.
    """
    tokens = [(m.start(), m.end(), m[0]) for m in TOKEN.finditer(view.text)]
    said = [t[2] for t in tokens]
    taken = 0
    found: list[tuple[int, int, int]] = []
    for n in range(1, LONGEST + 1):
        same = bytes(map(eq, said, islice(said, n, None)))
        least = n * (LEAST.get(n, 3) - 1) if n < LONG else ceil(1.6 * n)
        at = same.find(b"\x01" * least)
        while at >= 0:
            end = same.find(b"\x00", at)
            end = len(same) if end < 0 else end
            found.append((at, end + n, n))
            at = same.find(b"\x01" * least, end)
    for first, last, n in sorted(found):  # by place, the shortest phrase first
        phrase, times = said[first : first + n], (last - first) // n
        start, end = tokens[first + n - 1][1], tokens[first + times * n - 1][1]
        if n >= LONG and last - first - times * n >= n / 2:  # the last round is the one that goes on
            start, end = tokens[first][0], tokens[first + times * n][0]
        if (
            first >= taken
            and not _human(phrase, times)
            and not PAUSE.search(view.text, start, end)
            and not TRAILS_OFF.match(view.text, end)
            and not _staged(view.text, start)
            and not _sung(view.text, start)
        ):
            taken = last
            yield Finding(start, end, "", evidence=f"{n} words {times} times in a row", confidence=0.9)


def _sung(text: str, at: int) -> bool:
    """Whether the line of `at` and one beside it are short and end as no sentence does."""
    start, end = line_span(text, at)
    beside = (line_span(text, max(0, start - 1)), line_span(text, min(len(text), end + 1)))
    return _open(text, start, end) and any(_open(text, a, b) for a, b in beside if a != start)


def _open(text: str, start: int, end: int) -> bool:
    return 0 < end - start <= SUNG_CHARS and text[start:end].strip()[-1:] not in ("", ".", "!", "?", ":")


def _staged(text: str, at: int) -> bool:
    """Whether `at` lies in brackets that were opened shortly before: a sound or a stage direction."""
    before = text[max(0, at - 60) : at]
    return max(before.rfind("["), before.rfind("(")) > max(before.rfind("]"), before.rfind(")"))


def _human(phrase: list[str], times: int) -> bool:
    """Whether people say this again and again."""
    bare = [w.strip(".,!?…-'\"“”").lower() for w in phrase]
    if any(w[0] in "[(*<" or w[-1] in "])*>" for w in phrase):  # sounds and stage directions
        return True
    if len(bare) == 2 and not AND.isdisjoint(bare):  # 'on and on and on and on', 'and on, and on, and on'
        return True
    if (
        len(set(bare)) == 1 and len(bare[0]) <= SHOUT and bare[0].isalpha() and len(bare) * times <= SHOUTS
    ):  # 'ok ok ok ok ok', 'USA USA USA'
        return True
    return all(w in HUMAN for w in bare) or not any(LETTER.search(w) for w in bare) or len("".join(bare)) < 2
