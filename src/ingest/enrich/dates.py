"""Reading one date string: ISO, RFC 2822, and numbers whose order is certain."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

ISO = re.compile(r"\s*(\d{4})-?(\d\d)-?(\d\d)(?![\d-])")
NUMBERS = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)")
EPOCH = (0, 32_503_680_000)  # seconds from 1970 to 3000; larger numbers are milliseconds


@dataclass(frozen=True, slots=True)
class Reading:
    """What a string says: a day, or that it could be more than one."""

    day: date | None
    raw: str
    ambiguous: bool = False


def read_date(value: Any) -> Reading:
    """Read a date as someone labelled it. Never raises; `day` is None where nothing is certain to the day."""
    raw = str(value).strip()[:100]
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            seconds = value / 1000 if value > EPOCH[1] else value
            return Reading(datetime.fromtimestamp(seconds, UTC).date() if seconds >= EPOCH[0] else None, raw)
        if m := ISO.match(raw):
            return Reading(date(int(m[1]), int(m[2]), int(m[3])), raw)
        if m := NUMBERS.match(raw):
            first, second, year = int(m[1]), int(m[2]), int(m[3])
            if first <= 12 and second <= 12 and first != second:
                return Reading(None, raw, ambiguous=True)
            day, month = (first, second) if second <= 12 else (second, first)
            return Reading(date(year, month, day), raw)
        return Reading(parsedate_to_datetime(raw).date(), raw)
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        return Reading(None, raw)
