"""Dates in addresses and file names: `/2025/05/19/`, `/2025/may/19/`, `20250519-harbour.txt`, seconds since 1970."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from ingest.enrich.dates.calendars import gregorian
from ingest.enrich.dates.scan import FIRST, UNSET
from ingest.enrich.dates.words import month_of

MOST_CHARS = 2_000
HOST = re.compile(r"\A[a-z][a-z0-9+.-]{1,20}://[^/?#]{0,300}", re.I)
QUERY = re.compile(r"[?#].*", re.S)
Y, M, D = r"(?P<y>(?:19|20)\d\d)", r"(?P<m>0?[1-9]|1[0-2])", r"(?P<d>0?[1-9]|[12]\d|3[01])"
MM, DD = r"(?P<m>0[1-9]|1[0-2])", r"(?P<d>0[1-9]|[12]\d|3[01])"
NAME = r"(?P<M>[a-z]{3,9})"
FULL = (
    re.compile(rf"(?<!\d){Y}(?P<s>[-/_.]){M}(?P=s){D}(?!\d)"),
    re.compile(rf"(?<![\dA-Za-z]){Y}{MM}{DD}(?!\d)"),
    re.compile(rf"(?<!\d){Y}/{MM}-?{DD}(?=[/_.-])"),
    re.compile(rf"(?<!\d){Y}[-/_]{MM}/{DD}(?=[/_.-])"),
    re.compile(rf"(?<!\d){Y}[-/_]{NAME}[-/_]{D}(?!\d)", re.I),
    re.compile(rf"(?<![\da-z]){NAME}[-/_]{D}[-/_]{Y}(?!\d)", re.I),
    re.compile(rf"(?<!\d){D}[-/_ ]{NAME}[-/_ ]{Y}(?!\d)", re.I),
)
SWAPPABLE = re.compile(rf"(?<!\d)(?P<a>\d\d)(?P<s>[-/_.]?)(?P<b>\d\d)(?P=s){Y}(?!\d)")
MONTH = re.compile(rf"/{Y}[-/]{MM}(?=[/_.-]|\Z)")
SECONDS = re.compile(r"(?<!\d)(\d{10})(\d{3})?(?!\d)")
SECONDS_RANGE = (datetime(1995, 1, 1, tzinfo=UTC).timestamp(), datetime(2100, 1, 1, tzinfo=UTC).timestamp())


def in_address(address: str, name: bool = False) -> list[tuple[date, str]]:
    """Whole dates in the path of a web address, or in a file name (`name`), in order, each with how it is written.

    Numbers whose order is open (03-04-2024) are left out. No host and no query is looked at.
    """
    path = address[:MOST_CHARS] if name else QUERY.sub("", HOST.sub("", address[:MOST_CHARS]))
    found = sorted(_found(path), key=lambda f: f[0])
    return [(day, raw) for _, day, raw in found if FIRST <= day != UNSET]


def _found(path: str) -> Iterator[tuple[int, date, str]]:
    for pattern in FULL:
        for m in pattern.finditer(path):
            if m.groupdict().get("s") == "." and re.search(r"(?:v|\d\.)\Z", path[: m.start()], re.I):
                continue  # a version
            month = int(m["m"]) if "m" in pattern.groupindex else month_of(m["M"].lower(), "en")
            if month and (day := gregorian(int(m["y"]), month, int(m["d"]))):
                yield m.start(), day, m[0]
    for m in SWAPPABLE.finditer(path):
        a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
        either = {d for d in (gregorian(year, b, a), gregorian(year, a, b)) if d}
        if len(either) == 1:
            yield m.start(), either.pop(), m[0]


def month_in_address(address: str) -> tuple[int, int, str] | None:
    """Year and month of a path such as `/2025/05/`, and how it is written."""
    m = MONTH.search(QUERY.sub("", HOST.sub("", address[:MOST_CHARS])))
    return (int(m["y"]), int(m["m"]), m[0]) if m else None


def seconds_in(name: str) -> tuple[date, str] | None:
    """The day (UTC) of a number of seconds or milliseconds since 1970 in a file name."""
    for m in SECONDS.finditer(name[:MOST_CHARS]):
        seconds = float(m[1])
        if SECONDS_RANGE[0] <= seconds <= SECONDS_RANGE[1]:
            return datetime.fromtimestamp(seconds, UTC).date(), m[0]
    return None
