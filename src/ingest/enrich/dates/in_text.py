"""Where a text tells its own date: a label, a field, a dateline, a short line of its head.

| origin | what it is | confidence | measured |
| --- | --- | --- | --- |
| text:field | `"datePublished": "…"`, `date: …` on a line of its own | .93 | |
| text:label | `Published on …`, `Veröffentlicht am …` | .90 | |
| text:leading | the date that opens the text | .85 | |
| text:short-line | a line of less than 70 characters in the head | .80 | |
| text:dateline | `LONDON, Oct 20 -`, `BERLIN, 19. Mai (dpa) -`; its year from the day of collection | .78 | |
| text:footer-label | a label in the last lines | .75 | |
| text:with-time | a date and a time of day inside a long line | .60 | |
| text:weekday, text:after-mark, text:bare | weaker places in a long line | .45 to .55 | |
| text:updated | a label of change | | a fact of its own: modified |

The confidences order the evidence; how often each is right on labelled texts stands in docs/facts.md. Dates after a
preposition in running text are an event's and no evidence at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta, tzinfo

from ingest.enrich.dates.calendars import gregorian
from ingest.enrich.dates.clock import beside
from ingest.enrich.dates.labels import behind_other_label, is_otherwise, loose, of_another
from ingest.enrich.dates.logs import is_log
from ingest.enrich.dates.reading import Reading, of, read
from ingest.enrich.dates.scan import WORD, Found, scan
from ingest.enrich.dates.words import (
    agencies,
    folded,
    label,
    languages_of,
    listed,
    month_of,
    tells_place,
    visible,
    weekdays,
)

HEAD_CHARS = 2_600
FOOT_CHARS = 400
SHORT_LINE = 70
SHORT_LINE_WITHIN = 900
LONG_LINE = 200
PAGE_TOP = 250
BEFORE = 60
FIELD = re.compile(
    r"^[^\w\n]{0,4}(?P<k>date_?published|published_?(?:at|on|time|date)?|pub_?date|publication_?date|publish_?date|date"
    r"|created_?(?:at)?|article:published_time|dc\.date)[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?P<v>[^\n\"']{6,40})",
    re.I | re.M,
)
JSON_FIELD = re.compile(
    r"[\"'](?:datePublished|published_?(?:at|on|time|date)?|pub_?date|date|created_?at)[\"']\s{0,3}:\s{0,3}"
    r"[\"']?(?P<v>[^\n\"',}]{6,40})",
    re.I,
)
TIME = re.compile(r"[\s,|/t–-]{1,4}(?:um |at |à |alle |ore |о |в |kl\.? |klo |om |saat |la |as |às )?\d\d?[:.h]\d\d")
MARK = re.compile(r"(?:[|•·»/›]|\b(?:by|von|am|par|le|on|vom|de|il|el|di))\s*\Z")
BARE_AFTER = re.compile(r"\s*(?:[^\W\d_a-z]|[|•·–\-(]|\Z)")
DATELINE = re.compile(
    rf"^\W{{0,3}}(?P<place>[^\W\d_][^\n\d]{{1,60}}?)[,.:]?\s+(?:{WORD}\.?\s(?P<d>\d\d?)(?!\d)|(?P<d2>\d\d?)\.?\s"
    rf"(?P<M2>[^\s\d,;:()]{{2,22}}))\.?,?(?:\s(?P<y>(?:19|20)\d\d))?\.?\s{{0,2}}"
    r"(?:[(/\[]\s?(?P<agency>[^)/\]\n]{2,40})[)/\]]|(?P<dash>-{1,2}|–|—)\s)",
    re.M,
)
ASIAN_DATELINE = re.compile(
    r"(?:新华社|新華社|中新社|中新网|共同社|【)[^\d\n]{0,12}(?P<m>\d\d?)月(?P<d>\d\d?)日(?:电|電|讯|訊|共同社|[^\n]{0,8}】)"
)
RELATIVE = re.compile(
    r"\A\W{0,3}(?:[^\n]{0,60}\n)?[^\n]{0,30}?(?:(?P<n>\d{1,2})\s?(?P<u>hours?|days?|minutes?|mins?)\sago"
    r"|vor\s(?P<n2>\d{1,2})\s(?P<u2>stunden?|tage?n?|minuten?)|il y a\s(?P<n3>\d{1,2})\s(?P<u3>heures?|jours?|minutes?)"
    r"|hace\s(?P<n4>\d{1,2})\s(?P<u4>horas?|días?|minutos?)|(?P<n5>\d{1,2})\s(?P<u5>час\w*|дн\w*|день|минут\w*)\sназад)"
)
EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
SENTENCE_END = re.compile(r"[.!?。！？][\"'”’」』)]?\s*\Z")
EVENT = 0.6  # weak: a date beside a place, or behind a label that is none of publication
HALF_DAY = re.compile(r"\b[ap]\.\s?m\.\s*\Z")
DAYS = re.compile(r"day|tag|jour|día|дн|день")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place that tells a date. `field` is published or modified; `confidence` 0..1; `at` (code points) is where in
    the text a weak one stands."""

    reading: Reading
    origin: str
    confidence: float
    field: str = "published"
    at: int | None = None


def order_of(language: str) -> str | None:
    """`dmy` where a language writes the day first in numbers; None where it is not settled (English) or unusual."""
    return "dmy" if language.split("-")[0] in listed("day_first") else None


@dataclass(frozen=True, slots=True)
class Habits:
    """How dates are to be read: the text's language (BCP-47), which of day and month comes first in numbers, where the
    publisher is. None: not known."""

    language: str = "und"
    order: str | None = None
    zone: tzinfo | None = None


def in_text(text: str, habits: Habits, collected: date | None = None) -> list[Evidence]:
    """The dates a text tells of itself, strongest first. `collected` gives datelines their year; None: not known."""
    head = visible(text[:HEAD_CHARS])
    plain = folded(head)
    if is_log(plain):
        return []
    habits = replace(habits, order=habits.order or order_of(habits.language))
    out = [*_in_head(head, plain, habits), *_dateline(head, collected)]
    if len(text) > HEAD_CHARS:
        foot = visible(text[-FOOT_CHARS:])
        out += _in_foot(foot.partition("\n")[2], habits)
    else:
        out += _in_foot(head[max(len(head) // 2, len(head) - FOOT_CHARS) :].partition("\n")[2], habits)
    out += _relative(plain, collected)
    return sorted(_without_page_day(out), key=lambda e: -e.confidence)


def _without_page_day(evidence: list[Evidence]) -> Iterator[Evidence]:
    """A page whose lines are lost often opens with the day it was looked at: weak evidence there gives way to a weak
    one further down that tells an earlier day."""
    weak = [e for e in evidence if e.at is not None and e.reading.day]
    for e in evidence:
        later = (
            e.at is not None
            and e.at < PAGE_TOP
            and any(
                o.at > PAGE_TOP and o.reading.day < e.reading.day
                for o in weak
                if o.at is not None and o.reading.day and e.reading.day
            )
        )
        yield replace(e, confidence=e.confidence - 0.15) if later else e


def _fields(head: str, habits: Habits, event: bool) -> Iterator[Evidence]:
    for m in (*FIELD.finditer(head[:1_500]), *JSON_FIELD.finditer(head)):
        reading = read(m["v"], habits.language, habits.order, habits.zone)
        if reading.day or reading.other:
            general = event and m.re is FIELD and folded(m["k"]) == "date"
            yield Evidence(reading, "text:field", EVENT if general else 0.93)


def _reading(found: Found, head: str, plain: str, habits: Habits) -> Reading:
    """What a date in the head says, with the time of day beside it where that makes a moment."""
    clock = beside(plain, found.start, found.end)
    said = of(found, head[found.start : found.end], habits.order, clock, habits.zone)
    if clock and said.moment:
        return replace(said, raw=head[min(found.start, clock.start) : max(found.end, clock.end)])
    return said


def _in_head(head: str, plain: str, habits: Habits) -> Iterator[Evidence]:
    event = tells_place(plain)
    yield from _fields(head, habits, event)
    for found in scan(plain, habits.language):
        start = plain.rfind("\n", 0, found.start) + 1
        end = plain.find("\n", found.end)
        line = plain[start : end if end >= 0 else len(plain)]
        before = plain[max(start, found.start - BEFORE) : found.start]
        m = label("published").search(before)
        if is_otherwise(before, m):
            continue
        if label("updated").search(before):
            yield Evidence(_reading(found, head, plain, habits), "text:updated", 0.6, "modified")
        elif m:
            sure = 0.6 if found.start > 1_500 or (len(line) > LONG_LINE and loose(m)) else 0.9
            sure = EVENT if m[1] in listed("general") and (event or of_another(m, before)) else sure
            own = replace(habits, order=habits.order or _label_order(m[1]))
            yield Evidence(_reading(found, head, plain, own), "text:label", sure)
        elif short := _short_line(found, line, start, plain):
            origin, sure = short
            strange = event or behind_other_label(before)
            yield Evidence(_reading(found, head, plain, habits), origin, EVENT if strange else sure)
        elif not found.other and (weak := _in_long_line(head, plain, found, before)):
            yield Evidence(_reading(found, head, plain, habits), *weak, at=found.start)


def _label_order(said: str) -> str | None:
    languages = languages_of(said)
    return "dmy" if languages and all(order_of(lang) for lang in languages) else None


def _short_line(found: Found, line: str, start: int, plain: str) -> tuple[str, float] | None:
    short = len(line) < SHORT_LINE and start < SHORT_LINE_WITHIN
    after = plain[found.end : found.end + 16]
    opens = found.start - start <= 2 and not plain[:start].strip()
    if opens and (short or TIME.match(after) or re.match(r"\s{0,3}[|\]–-]", after)):
        return "text:leading", 0.85
    if not short or _is_sentence(found, line, found.start - start):
        return None
    return "text:short-line", 0.8


def _is_sentence(found: Found, line: str, at: int) -> bool:
    """Whether a short line speaks of a date rather than bearing it."""
    before, after = line[:at], line[at + found.end - found.start :]
    spoken = re.search(r"([^\W\d_]+(?:'[^\W\d_]+)?)\W*\Z", before)
    if spoken and spoken[1] in listed("periods"):
        return True
    rest = len(re.findall(r"\w+", before + " " + after)) + len(EAST_ASIAN.findall(before + after)) // 2
    return rest > 3 and bool(SENTENCE_END.search(HALF_DAY.sub("", line)))


def _in_long_line(head: str, plain: str, found: Found, before: str) -> tuple[str, float] | None:
    """Places in a long line, as in a page whose lines are lost: weak evidence, and the earlier the better."""
    late = 0.00004 * found.start
    last = re.search(r"([^\W\d_]+)\W*\Z", before)
    weekday = bool(last and last[1] in weekdays())
    earlier = before[: last.start()] if last and weekday else before
    spoken = re.search(r"([^\W\d_]+(?:'[^\W\d_]+)?)\W*\Z", earlier)
    in_sentence = bool(spoken and spoken[1] in listed("events") and not re.search(r"[|•·»›:]\s*\Z", earlier))
    if TIME.match(plain[found.end : found.end + 16]):
        return "text:with-time", 0.6 - late
    if in_sentence:
        return None
    if weekday:
        return "text:weekday", 0.55 - late
    if MARK.search(before):
        return "text:after-mark", 0.5 - late
    if BARE_AFTER.match(head[found.end : found.end + 4]) and not re.search(r"\w(?:[,;、،]\s*)?\Z", before):
        return "text:bare", 0.52 - late
    return None


def _dateline(head: str, collected: date | None) -> Iterator[Evidence]:
    if m := ASIAN_DATELINE.search(head[:300]):
        day = _with_year(None, int(m["m"]), int(m["d"]), collected)
        if day:
            yield Evidence(Reading(m[0], day), "text:dateline", 0.78)
    for m in DATELINE.finditer(head[:700]):
        agency = folded(m["agency"] or "")
        named = any(re.search(rf"(?<!\w){re.escape(a)}(?!\w)", agency) for a in agencies()) if agency else False
        place = m["place"]
        shouted = place.split(",")[0].isupper() and len(place) > 2
        if not (named or (m["dash"] and (shouted or m.start() == 0))):
            continue
        month = month_of(folded(m["M"] or m["M2"]), "und")
        year = int(m["y"]) if m["y"] else None
        day = _with_year(year, month, int(m["d"] or m["d2"]), collected) if month else None
        if day:
            yield Evidence(Reading(m[0][:80].strip(), day), "text:dateline", 0.78)
            return


def _with_year(year: int | None, month: int, day: int, collected: date | None) -> date | None:
    """The year is told, or it is the one that makes the day the latest one not after collection."""
    if year is not None or collected is None:
        return gregorian(year, month, day) if year else None
    latest = collected + timedelta(days=1)
    tries = (gregorian(collected.year + back, month, day) for back in (1, 0, -1))
    return next((d for d in tries if d and d <= latest), None)


def _in_foot(foot: str, habits: Habits) -> Iterator[Evidence]:
    plain = folded(foot)
    event = tells_place(plain)
    for found in scan(plain, habits.language):
        start = plain.rfind("\n", 0, found.start) + 1
        before = plain[max(start, found.start - BEFORE) : found.start]
        m = label("published").search(before)
        if m is None or label("updated").search(before) or is_otherwise(before, m):
            continue
        if not (m[1] in listed("general") and (event or of_another(m, before))):
            yield Evidence(_reading(found, foot, plain, habits), "text:footer-label", 0.75)


def _relative(plain: str, collected: date | None) -> Iterator[Evidence]:
    m = RELATIVE.search(plain[:160]) if collected else None
    if m and collected:
        number = next(int(v) for k, v in m.groupdict().items() if k.startswith("n") and v)
        unit = next(v for k, v in m.groupdict().items() if k.startswith("u") and v)
        back = timedelta(days=number if DAYS.search(unit) else 0)
        yield Evidence(Reading(m[0].strip()[-40:], collected - back), "text:relative", 0.5)
