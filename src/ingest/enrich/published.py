"""The publication date: what the sidecar, the record, the page or a header line says; the file name as a candidate.

A date is taken only when it is known to the day and lies between 1600 and the day after the file was collected.
`03/04/2024` is ambiguous: null and a flag. Weak evidence fills published_candidate and never published_date.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ingest.core.members import enricher
from ingest.core.model import Document, Fact
from ingest.enrich.dates import Reading, read_date

CONFIDENCE = {"sidecar": 0.98, "record": 0.97, "html": 0.9, "text": 0.9, "filename": 0.6}
HTML = {"html:time": 0.6, "html:time:published": 0.75, "html:meta:date": 0.8}
NAME_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
FIRST = date(1600, 1, 1)
WEAK = 0.7


@enricher("published")
def find(document: Document) -> Iterator[Fact]:
    """Facts published_date and published_candidate."""
    latest = _latest(document)
    for hint in document.hinted("published"):
        confidence = HTML.get(hint.origin, CONFIDENCE.get(hint.origin.partition(":")[0], 0.5))
        reading = read_date(hint.value)
        if reading.ambiguous:
            yield Fact("published_date", None, hint.origin, confidence, reading.raw, ambiguous=True)
        elif reading.day and FIRST <= reading.day <= latest:
            yield _fact(reading, hint.origin, confidence)
    for m in NAME_DATE.finditer(document.path):
        day = _day(*m.groups())
        if day and FIRST <= day <= latest:
            yield Fact("published_candidate", day, "filename", CONFIDENCE["filename"], m[0])


def _fact(reading: Reading, origin: str, confidence: float) -> Fact:
    field = "published_date" if confidence >= WEAK else "published_candidate"
    return Fact(field, reading.day, origin, confidence, reading.raw)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _latest(document: Document) -> date:
    """The day after collection, where one is told; else no bound but the calendar's."""
    for hint in document.hinted("collected_at"):
        moment = collected(hint.value)
        if moment:
            return moment.date() + timedelta(days=1) if moment.date() < date.max else date.max
    return date.max


def collected(value: Any) -> datetime | None:
    """A moment in UTC from an ISO string or seconds since 1970; None for anything else."""
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value.strip())
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        pass
    return None


@enricher("collected-at")
def find_collected(document: Document) -> Iterator[Fact]:
    """Fact collected_at."""
    for hint in document.hinted("collected_at"):
        moment = collected(hint.value)
        if moment:
            yield Fact("collected_at", moment, hint.origin, 0.98, str(hint.value))
