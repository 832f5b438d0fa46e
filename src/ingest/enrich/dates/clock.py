"""The time of day that stands beside a date, and the zone it is told in: `14 March 2024, 09:12 GMT`.

A zone is an offset (`+01:00`, `UTC+8`), or an abbreviation that means one offset among those that newspapers print.
Those that mean several tell no zone: IST (India, Israel, Ireland), CST (America, China, Cuba), BST (Britain,
Bangladesh), PST (America, the Philippines), MST (America, Myanmar), AST (Arabia, the Atlantic), WIT, WST, ECT, GST.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

HOURS = {  # from UTC; written for this project from the zones' own names
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "мск": 3,
    "est": -5, "edt": -4, "cdt": -5, "mdt": -6, "pdt": -7, "brt": -3, "sast": 2, "cat": 2, "eat": 3, "trt": 3, "pkt": 5,
    "wib": 7, "wita": 8, "hkt": 8, "sgt": 8, "myt": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip
MOST_HOURS = 14  # of any zone
NEAR = 48  # characters beside a date in which its time of day is looked for
HALF = {"오전": 0, "오후": 12, "上午": 0, "下午": 12, "午前": 0, "午後": 12}  # before the hour, in East Asia
AT = r"(?:at|um|à|a las|às|as|alle|ore|o|о|об|в|kl\.?|klo|om|saat|la|den)"
TIME = (
    rf"(?:(?P<half>{'|'.join(HALF)})\s?)?(?P<h>\d\d?)(?:[:.h](?P<m>\d\d)(?::(?P<s>\d\d)(?:[.,]\d{{1,6}})?)?)?(?![\d:])"
    r"(?:\s?(?P<ap>[ap])\.?\s?m\b\.?)?(?:\s?(?:uhr|hrs?|h)\b)?"
    r"(?:\s?[(\[]?(?P<zone>(?:(?:utc|gmt)\s?[+−-]\d\d?(?::?\d\d)?|[+−-]\d\d:?\d\d|[a-zмск]{1,5})(?!\w))[)\]]?)?"
)
AFTER = re.compile(rf"[\s,|/t·.–-]{{0,4}}(?:{AT}\s{{1,2}}){{0,2}}{TIME}")
BEFORE = re.compile(rf"(?<![\d:.]){TIME}[\s,|/·–-]{{1,4}}(?:on\s)?(?:[^\W\d]{{2,14}},?\s)?\Z")
OFFSET = re.compile(r"(?:utc|gmt)?\s?([+−-])(\d\d?)(?::?(\d\d))?")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, where it stands (code points), and its zone; None where none is told or it means several."""

    hour: int
    minute: int
    second: int
    zone: tzinfo | None
    start: int
    end: int

    def on(self, day: date, zone: tzinfo | None) -> datetime | None:
        """The moment in UTC; `zone` is what is known of the place where no zone is told. None without any."""
        here = self.zone or zone
        if here is None:
            return None
        try:
            return datetime(day.year, day.month, day.day, self.hour, self.minute, self.second, tzinfo=here).astimezone(
                UTC
            )
        except (ValueError, OverflowError):
            return None


def beside(plain: str, start: int, end: int) -> Clock | None:
    """The time of day right behind the date at `start` to `end` of a folded text, else right before it, on its line."""
    line_end = plain.find("\n", end)
    stop = min(end + NEAR, line_end if line_end >= 0 else len(plain))
    m = AFTER.match(plain, end, stop)
    if m and (found := _clock(m)):
        return found
    line = max(plain.rfind("\n", 0, start) + 1, start - NEAR)
    m = BEFORE.search(plain[line:start])
    return _clock(m, line) if m else None


def _clock(m: re.Match[str], moved: int = 0) -> Clock | None:
    hour, minute, second = int(m["h"]), int(m["m"] or 0), int(m["s"] or 0)
    if m["m"] is None and m["ap"] is None:
        return None
    if m["ap"] or m["half"]:
        if not 0 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if m["ap"] == "p" else HALF.get(m["half"], 0))
    if hour > 23 or minute > 59 or second > 59:
        return None
    return Clock(
        hour, minute, second, _zone(m["zone"] or ""), m.start("half" if m["half"] else "h") + moved, m.end() + moved
    )


def _zone(said: str) -> tzinfo | None:
    if said in HOURS:
        return timezone(timedelta(hours=HOURS[said]))
    m = OFFSET.fullmatch(said)
    if m is None:
        return None
    minutes = int(m[2]) * 60 + int(m[3] or 0)
    if minutes > MOST_HOURS * 60 or int(m[3] or 0) > 59:
        return None
    return timezone(timedelta(minutes=minutes if m[1] == "+" else -minutes))
