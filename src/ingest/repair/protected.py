"""Spans no repair may touch: addresses, code, handles, identifiers, file names."""

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ingest.core.editing import Finding

# every repetition that may fail is bounded: a text of one endless word must not take quadratic time
SPAN = re.compile(
    r"```.*?```|`[^`\n]+`|(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}|(?<!\w)[@#]\w+|\b\w+_\w+\b|<[^<>\n]{1,200}>|\{[^{}\n]*\}"
    r"|\b[\w/.-]{1,100}\.(?:py|js|c|h|txt|md|json|xml|html?|exe|com|org|net|gov|edu|io|fr|de|uk)\b",
    re.S,
)


@lru_cache(maxsize=2)  # every rule asks for the same text until one edits it
def protected(text: str) -> tuple[tuple[int, int], ...]:
    """The protected spans of a text, in order, as (start, end)."""
    return tuple(m.span() for m in SPAN.finditer(text))


def untouched(findings: Iterable[Finding], spans: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    """The findings that overlap no span."""
    starts = [a for a, _ in spans]
    for f in findings:
        at = bisect.bisect_right(starts, f.start) - 1
        inside = at >= 0 and spans[at][1] > f.start
        if not inside and not (at + 1 < len(spans) and spans[at + 1][0] < f.end):
            yield f
