"""The dates of an article: when it was published, when it was changed; each place that tells one is a fact.

What is certain to the day and strong enough fills published_date; what is weak fills published_candidate and never
published_date; what allows two readings (03/04/2024) is null and flagged. Nothing lies before 1600 or after the day
that follows collection; where collection is not told, after 2037. No other document is asked, and no clock.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ingest.core.members import enricher
from ingest.core.model import Document, Fact, Hint
from ingest.enrich.confidence import confidence
from ingest.enrich.dates.in_address import in_address, month_in_address, seconds_in
from ingest.enrich.dates.in_page import around_heading, in_page
from ingest.enrich.dates.in_text import Evidence, Habits, in_text, order_of
from ingest.enrich.dates.reading import Reading, read
from ingest.enrich.dates.scan import FIRST

WEAK = 0.7  # below, evidence fills published_candidate
SURE = 0.84  # of the page itself: then htmldate is not asked
CONFIDENCE = {  # of pages measured on labelled ones, see docs/facts.md
    "sidecar": 0.98,
    "record": 0.97,
    "feed": 0.96,
    "mail": 0.95,
    "text": 0.9,
    "text:labelled-header": 0.93,
    "text:boilerplate": 0.6,
    "html:meta:article:published_time": 0.89,
    "html:jsonld:datePublished": 0.885,
    "html:jsonld:WebPage:datePublished": 0.83,
    "html:itemprop:datepublished": 0.88,
    "html:time:published": 0.75,
    "html:meta:date": 0.8,
    "html:meta:dc.date": 0.75,
    "html:meta:dcterms.date": 0.72,
    "html:meta:dcterms.created": 0.75,
    "html:meta:dc.date.created": 0.75,
    "html:time": 0.62,
}
DROPPED, LABELLED = "text:boilerplate", 0.85  # right in 7 of 7 page dumps whose date is known
OTHER_META = 0.85
SEARCHED = 0.76
AROUND = ("text:label", "text:short-line", "text:leading")  # around a page's heading, which its text may lack
AROUND_LESS = 0.03  # measured best of 0, .03, .06 and .1
ADDRESS, FILE_NAME, SECONDS = 0.88, 0.68, 0.5
SECONDS_APART = 60
LAST = date(
    2037, 12, 31
)  # 32-bit seconds end in January 2038: that day, 2099 and 9999 are what programs write for never
WEST_H, EAST_H = 9, 10  # hours of UTC in which it is still yesterday in America, already tomorrow in Asia
MONTH_FIRST = ("US", "PH", "PW", "FM", "MH")


@dataclass(frozen=True, slots=True)
class _Known:
    """What helps to read the dates of one document."""

    language: str
    order: str | None
    zone: tzinfo | None
    collected: date | None

    @property
    def habits(self) -> Habits:
        """How this document's dates are to be read."""
        return Habits(self.language, self.order, self.zone)

    @property
    def latest(self) -> date:
        """The day after collection; LAST where collection is not told."""
        return self.collected + timedelta(days=1) if self.collected and self.collected < date.max else LAST


@enricher("published")
def find(document: Document) -> Iterator[Fact]:
    """Facts published_date, published_candidate, published_at, published_year, published_month, modified_*."""
    known = _known(document)
    evidence = [e for e in _evidence(document, known) if _possible(e.reading, known)]
    published = weighed([e for e in evidence if e.field == "published"])
    best = next((e for e in published if e.reading.day or e.reading.other), None)
    yield from _dates(published)
    yield from _moments("published", published, best.reading.day if best else None)
    modified = [e for e in evidence if e.field == "modified"]
    for e in modified:
        if e.reading.day:
            yield Fact("modified_date", e.reading.day, e.origin, e.confidence, e.reading.raw)
    yield from _moments("modified", modified, modified[0].reading.day if modified else None)
    yield from _months(published, best)


def _dates(published: Iterable[Evidence]) -> Iterator[Fact]:
    for e in published:
        weak = e.confidence < WEAK
        field = "published_candidate" if weak else "published_date"
        if e.reading.day:
            yield Fact(field, e.reading.day, e.origin, e.confidence, e.reading.raw)
        elif e.reading.other and not weak:
            yield Fact(field, None, e.origin, e.confidence, e.reading.raw, ambiguous=True)


def _moments(what: str, evidence: Iterable[Evidence], day: date | None) -> Iterator[Fact]:
    for e in evidence:
        if e.reading.moment and day and e.reading.day == day and e.confidence >= WEAK - 0.1:
            yield Fact(f"{what}_at", e.reading.moment, e.origin, e.confidence, e.reading.raw)


def _months(published: Iterable[Evidence], best: Evidence | None) -> Iterator[Fact]:
    """Year and month: of the day where there is one, else where only they are told."""
    if best and best.reading.day and best.confidence >= WEAK:
        yield Fact("published_year", best.reading.day.year, best.origin, best.confidence, best.reading.raw)
        yield Fact("published_month", best.reading.day.month, best.origin, best.confidence, best.reading.raw)
        return
    for e in published:
        if e.reading.year and e.confidence >= WEAK:
            yield Fact("published_year", e.reading.year, e.origin, e.confidence - 0.02, e.reading.raw)
            if e.reading.month:
                yield Fact("published_month", e.reading.month, e.origin, e.confidence - 0.02, e.reading.raw)


def weighed(evidence: list[Evidence]) -> list[Evidence]:
    """The evidence, most confident first, each raised by what agrees with it from another kind of place.

    * Agreement within a day of another kind takes away 60 % of the doubt.
    * A moment told in UTC is of the day that the same moment has where it is told with its zone, or of the day before
      or after that the address names, where the time of day allows it.
    * Ambiguous evidence gives way where other evidence is one of its readings.
    """
    out = []
    evidence = [_at_home(e, evidence) for e in evidence]
    for e in evidence:
        sure = e.confidence
        others = [o for o in evidence if o is not e and o.reading.day and kind(o.origin) != kind(e.origin)]
        if e.reading.day:
            near = {kind(o.origin) for o in others if o.reading.day and abs((o.reading.day - e.reading.day).days) <= 1}
            sure = 1 - (1 - sure) * 0.4 ** len(near)
        elif e.reading.other and any(o.reading.day in e.reading.other and o.confidence >= WEAK for o in others):
            sure = min(sure, WEAK - 0.01)
        out.append(replace(e, confidence=round(max(0.0, min(sure, 0.99)), 4)))
    return sorted(out, key=lambda e: -e.confidence)


def _at_home(e: Evidence, evidence: list[Evidence]) -> Evidence:
    """Evidence told in UTC, with the day it is where the publisher is, if other evidence tells that."""
    moment, day = e.reading.moment, e.reading.day
    if moment is None or day is None or day != moment.date():
        return e
    for o in evidence:
        if o.reading.day is None or o.reading.day == day:
            continue
        same = o.reading.moment and abs((o.reading.moment - moment).total_seconds()) <= SECONDS_APART
        apart = (o.reading.day - day).days
        home = (apart == -1 and moment.hour < WEST_H) or (apart == 1 and moment.hour >= EAST_H)
        if same or (home and o.origin.startswith("url")):
            return replace(e, reading=replace(e.reading, day=o.reading.day))
    return e


def kind(origin: str) -> str:
    """Places that say the same because one program wrote them are of one kind."""
    if origin.startswith(("html:jsonld", "html:meta", "html:og", "html:search")):
        return "head"
    if origin.startswith(("html:time", "html:itemprop", "html:text", "text")):
        return "body"
    return origin.partition(":")[0]


def _evidence(document: Document, known: _Known) -> Iterator[Evidence]:
    page = False
    for field in ("published", "modified"):
        for hint in _first_of_each(document.hinted(field)):
            sure = _confidence(hint.origin)
            if hint.origin == DROPPED and _labelled(str(hint.value), known):
                sure = LABELLED
            language = "en" if hint.origin.startswith("html:meta") else known.language
            reading = read(hint.value, language, known.order or order_of(language), known.zone)
            page = page or (field == "published" and sure >= SURE and reading.day is not None)
            yield Evidence(reading, hint.origin, sure, field)
    for hint in document.hinted("url"):
        if isinstance(hint.value, str):
            yield from _in_url(hint.value, hint.origin)
            break
    yield from in_text(document.text, known.habits, known.collected)
    for day, raw in in_address(document.path, name=True)[-1:]:
        yield Evidence(Reading(raw, day), "filename", FILE_NAME)
    seconds = seconds_in(document.path.rpartition("/")[2])
    if seconds:
        yield Evidence(Reading(seconds[1], seconds[0]), "filename:seconds", SECONDS)
    if document.markup is None:
        return
    for e in in_text(around_heading(document.markup), known.habits, known.collected):
        if e.origin in AROUND:
            yield replace(e, origin=f"html:{e.origin}", confidence=e.confidence - AROUND_LESS)
    if not page:
        seen = in_page(document.markup, known.latest)
        if seen:
            yield Evidence(Reading(seen.isoformat(), seen), "html:search", SEARCHED)


def _labelled(line: str, known: _Known) -> bool:
    """Whether a line that clean dropped says itself that its date is the article's: `Published: 12 May 2024`."""
    return any(e.origin in ("text:field", "text:label") for e in in_text(line, known.habits))


def _first_of_each(hints: Iterable[Hint]) -> list[Hint]:
    """The first hint of each origin: a page's later <time> elements are its neighbours'."""
    out: dict[str, Hint] = {}
    for hint in hints:
        out.setdefault(hint.origin, hint)
    return list(out.values())


def _confidence(origin: str) -> float:
    return confidence(CONFIDENCE, origin, OTHER_META if origin.startswith("html:") else 0.5)


def _in_url(url: str, origin: str) -> Iterator[Evidence]:
    days = in_address(url)
    for day, raw in days[:1]:
        yield Evidence(Reading(raw, day), f"url:{origin}", ADDRESS)
    month = None if days else month_in_address(url)
    if month:
        yield Evidence(Reading(month[2], year=month[0], month=month[1]), f"url:{origin}", ADDRESS)


def _possible(reading: Reading, known: _Known) -> bool:
    days = [reading.day] if reading.day else list(reading.other or ())
    year_fits = reading.year is None or FIRST.year <= reading.year <= known.latest.year
    return all(FIRST <= d <= known.latest for d in days) and year_fits


def _known(document: Document) -> _Known:
    said = {
        h.field: str(h.value) for h in reversed(document.hints) if h.field in ("country", "time_zone", "date_order")
    }
    order = said.get("date_order") or (
        "mdy" if said.get("country") in MONTH_FIRST else "dmy" if "country" in said else None
    )
    zone: tzinfo | None = None
    try:
        zone = ZoneInfo(said["time_zone"]) if "time_zone" in said else None
    except (ZoneInfoNotFoundError, ValueError):
        zone = None
    language = document.language.tag if document.language.tag != "und" else said.get("default_language", "und")
    moments = [m for h in document.hinted("collected_at") if (m := collected(h.value))]
    return _Known(language, order, zone, moments[0].date() if moments else None)


def collected(value: object) -> datetime | None:
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
