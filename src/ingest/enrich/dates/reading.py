"""Reading one value that someone labelled as a date: a sidecar's, a record's, a meta element's."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from typing import Any

from ingest.enrich.dates.clock import Clock, beside
from ingest.enrich.dates.scan import FIRST, UNSET, Found, scan
from ingest.enrich.dates.words import folded, month_of, visible

MOST_CHARS = 100
ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?![\d-])")
COMPACT = re.compile(r"((?:1[6-9]|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:T?\d{4,6}(?:\d{3})?Z?)?\Z")
EPOCH = re.compile(r"(\d{10})(\d{3}|\d{6})?(?:\.\d{1,9})?\Z")
EPOCHS = (datetime(1990, 1, 1, tzinfo=UTC).timestamp(), datetime(2100, 1, 1, tzinfo=UTC).timestamp())
MAIL = re.compile(r"[a-z]{3},?\s+\d{1,2}\s[a-z]{3}\s\d{4}\s\d\d:\d\d", re.I)
MONTH = (
    re.compile(r"(?P<y>(?:1[6-9]|20)\d\d)[-/.年]\s?(?P<m>\d\d?)月?\Z"),
    re.compile(r"(?P<m>\d\d?)[-/.](?P<y>(?:1[6-9]|20)\d\d)\Z"),
    re.compile(r"(?P<M>[^\s\d]{2,22})\.?,?\s(?:de |of )?(?P<y>(?:1[6-9]|20)\d\d)\Z"),
)
YEAR = re.compile(r"((?:1[6-9]|20)\d\d)年?\Z")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a value says. `day` is the calendar day where it was written; `other` the second reading where day and month
    may change places and nothing decides (`day` is then None). `moment` is in UTC and only there where a time and a
    zone are told. `year` and `month` are what is known where the day is not."""

    raw: str
    day: date | None = None
    other: tuple[date, date] | None = None
    moment: datetime | None = None
    year: int | None = None
    month: int | None = None


def read(value: Any, language: str = "und", order: str | None = None, zone: tzinfo | None = None) -> Reading:
    """Read `value` (a string, or seconds, milli- or microseconds since 1970). Never raises.

    `order` (`dmy`, `mdy`) decides 03/04/2024; `zone` is where the publisher is: it turns a moment into his day, and a
    time without a zone into a moment.
    """
    raw = str(value).strip()[:MOST_CHARS]
    if isinstance(value, bool):
        return Reading(raw)
    if isinstance(value, int | float):
        return _epoch(float(value), raw, zone)
    text = folded(visible(raw)).strip(" \"'\t\n")
    if m := EPOCH.match(text):
        return _epoch(float(m[1]), raw, zone)
    if m := COMPACT.match(text):
        return Reading(raw, _day(int(m[1]), int(m[2]), int(m[3])))
    if ISO.match(text):
        return _iso(text, raw, zone)
    if MAIL.match(text):
        try:
            return _moment(parsedate_to_datetime(raw), raw, zone)
        except (ValueError, TypeError, IndexError, OverflowError):
            pass
    found = scan(text, language)
    if found:
        return of(found[0], raw, order, beside(text, found[0].start, found[0].end), zone)
    return _partial(text, raw, language)


def of(found: Found, raw: str, order: str | None, clock: Clock | None = None, zone: tzinfo | None = None) -> Reading:
    """The reading of a date found in a text, with the time of day beside it; `zone` is where the publisher is."""
    day = found.read(order)
    if day is None and found.other:
        return Reading(raw, other=(found.day, found.other))
    return Reading(raw, day, moment=clock.on(day, zone) if day and clock else None)


def _epoch(seconds: float, raw: str, zone: tzinfo | None) -> Reading:
    while seconds > EPOCHS[1] and seconds < 1e18:
        seconds /= 1000
    if not EPOCHS[0] <= seconds <= EPOCHS[1]:
        return Reading(raw)
    return _moment(datetime.fromtimestamp(seconds, UTC), raw, zone)


def _iso(text: str, raw: str, zone: tzinfo | None) -> Reading:
    m = ISO.match(text)
    day = m and _day(int(m[1]), int(m[2]), int(m[3]))
    if not day:
        return Reading(raw)
    try:
        written = re.sub(r"(\.\d{6})\d+|\s+(?=[+-]\d\d:?\d\d\Z)", r"\1", text.upper().replace(" UTC", "Z"))
        told = datetime.fromisoformat(re.sub(r"([+-]\d\d)(\d\d)\Z", r"\1:\2", written))
    except ValueError:
        clock = beside(text, 0, m.end()) if m else None  # `2024-03-14 09:12 EST`
        return Reading(raw, day, moment=clock.on(day, zone) if clock else None)
    if told.tzinfo is None and zone is not None and re.match(r"[T ]\d\d", text[m.end() :].upper() if m else ""):
        return Reading(raw, day, moment=_utc(told.replace(tzinfo=zone)))
    return _moment(told, raw, zone) if told.tzinfo else Reading(raw, day)


def _moment(told: datetime, raw: str, zone: tzinfo | None) -> Reading:
    """A moment: its day is the one where it was written, or, told in UTC, the publisher's."""
    moment = _utc(told)
    if moment is None:
        return Reading(raw)
    in_utc = told.utcoffset() in (None, timedelta(0))
    here = moment.astimezone(zone) if zone is not None and in_utc else told
    return Reading(raw, _day(here.year, here.month, here.day), moment=moment)


def _utc(told: datetime) -> datetime | None:
    try:
        return told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _partial(text: str, raw: str, language: str) -> Reading:
    for pattern in MONTH:
        if m := pattern.match(text):
            month = int(m["m"]) if "m" in pattern.groupindex else month_of(m["M"], language)
            if month and 1 <= month <= 12:
                return Reading(raw, year=int(m["y"]), month=month)
    if m := YEAR.match(text):
        return Reading(raw, year=int(m[1]))
    return Reading(raw)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if FIRST <= found != UNSET else None
