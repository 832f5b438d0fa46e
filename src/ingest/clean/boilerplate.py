"""What a web page sets around an article: menus, share bars, teasers, comment forms, legal lines.

Rule 1: nothing is dropped unless running text is there, and link words or a menu beside it (`stretch.looks_like_page`).
Rule 2: the article is the stretch of lines with the largest sum of scores; lines outside it go.
Rule 3: inside it go only lines that are furniture by their words, and runs of short lines among which many are.
"""

from collections.abc import Iterator, Sequence

from ingest.clean.handed_on import Hint, handed_on
from ingest.clean.kinds import is_code
from ingest.clean.prose import Judged, judge
from ingest.clean.rows import Rows, rows
from ingest.clean.stretch import DATED, LOOSE, furniture_near, looks_like_page, reached, stretches, weigh
from ingest.clean.thread import thread
from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

ROW = 5  # words of a line that is set like a row of links but may be one of data: it goes only with a run
LIST = 6  # a run of so few short lines may be an author's list, if no phrase explains any of them
OWN_NEAR = 1  # a date with no more furniture around it than itself is the author's
FEW_KINDS, TITLES = 1, 3  # kinds of furniture in all, lines above the article
RUN, RUN_BAD, RUN_SHARE = 4, -1.2, 0.4  # a run of short lines goes when this share of it scores this or less


@clean_rule("boilerplate", phase=75, group="boilerplate")
def find(view: View) -> Iterator[Finding]:
    """`Share\\nTweet\\nThe ferry left at noon …` -> `The ferry left at noon …`. Seen wherever a page was saved as text."""
    if "\n" not in view.text or is_code(view):
        return
    told = view.once(rows)
    numbers = [i for i, line in enumerate(told.lines) if line and not line.isspace()]
    lines = [told.lines[i].strip() for i in numbers]
    judged = [judge(line) for line in lines]
    if looks_like_page(judged):
        out = drop(lines, judged)
        yield from _dropped(told, numbers, out, handed_on(lines, judged, out))


def drop(lines: Sequence[str], judged: Sequence[Judged]) -> dict[int, str]:
    """The lines to drop, by their places in `lines`, each with its reason."""
    near = furniture_near(judged)
    weights = weigh(lines, judged, near)
    found = stretches(weights)
    found = reached(lines, judged, found) if found else found
    inside = {k for a, b in found for k in range(a, b + 1)}
    out = {k: j.reason or "outside the article" for k, j in enumerate(judged) if k not in inside}
    kinds = {j.reason for j in judged} - {None, "structure", *LOOSE}
    head = range(found[0][0] if found and len(kinds) <= FEW_KINDS else 0)
    if len(head) <= TITLES and not any(judged[k].bullet or judged[k].reason for k in head):
        out = {k: why for k, why in out.items() if k not in head}  # no furniture stands there: it is the author's
    for a, b in found:
        run: list[int] = []
        body = next((k for k in range(a, b + 1) if judged[k].score > 0), b + 1)
        for k in [*range(a, b + 1), None]:
            if k == found[0][0] and judged[k].reason is None:
                continue  # the headline is no link
            if k is not None and weights[k] < 0:
                run.append(k)
                why = judged[k].reason
                own = why in DATED and (k < body or near[k] <= OWN_NEAR)
                if why and not own and not (why == "structure" and judged[k].words >= ROW):
                    out[k] = why
                continue
            bad = sum(weights[r] <= RUN_BAD for r in run)
            known = any(r in out for r in run) or len(run) > LIST
            if len(run) >= RUN and bad >= RUN_SHARE * len(run) and known:
                out |= {r: out.get(r, "run of links") for r in run}
            run = []
    return _without_posts(lines, judged, out)


def _without_posts(lines: Sequence[str], judged: Sequence[Judged], out: dict[int, str]) -> dict[int, str]:
    """`out` without the lines of a forum's posts; its marks of posts go."""
    told = thread(lines, judged)
    if told is None:
        return out
    posts = {k for k in range(told.first, told.last + 1) if judged[k].reason is None and k not in told.marks}
    return {k: why for k, why in out.items() if k not in posts} | dict.fromkeys(told.marks, "mark of a post")


def _dropped(told: Rows, numbers: Sequence[int], out: dict[int, str], hints: dict[int, Hint]) -> Iterator[Finding]:
    """A finding for each stretch of neighbouring lines that go for one reason, the line feed behind it included; a line
    that hands a hint on begins one of its own."""
    places = sorted(out)
    last_kept = max((k for k in range(len(numbers)) if k not in out), default=-1)
    at = 0
    while at < len(places):
        first = last = at
        while (
            last + 1 < len(places)
            and places[last + 1] == places[last] + 1
            and out[places[last + 1]] == out[places[first]]
            and places[last + 1] not in hints
        ):
            last += 1
        k, j = places[first], places[last]
        start = told.starts[numbers[k]]
        end = told.starts[numbers[j + 1]] if j + 1 < len(numbers) else told.end(len(told.lines) - 1)
        if k == last_kept + 1 and k > 0:
            start = told.end(numbers[k - 1])  # nothing follows: the last line kept needs no line feed
        yield Finding(start, end, "", hint=hints.get(k), evidence=out[k])
        at = last + 1
