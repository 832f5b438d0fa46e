"""From a year, a month and a day of some calendar to a day of ours. None where there is no such day.

| calendar | known by | by |
| --- | --- | --- |
| Buddhist (Thai) | a year of 2400 to 2600 with a Thai month, พ.ศ., or in Thai text | year less 543 |
| Japanese eras | 明治 大正 昭和 平成 令和 | the era's first year |
| Minguo | 民國 民国 | year and 1911 |
| Solar Hijri (Persian) | a Persian month name, or a year of 1300 to 1500 in Persian text | persiantools |
| Hijri | an Arabic name of a month of it, the years 1300 to 1500 | hijridate (Umm al-Qura, 1343 to 1500) |
"""

from datetime import date

from hijridate import Hijri
from persiantools.jdatetime import JalaliDate

BUDDHIST = range(2400, 2601)
ERAS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019, "民國": 1912, "民国": 1912}
PERSIAN = {
    "فروردین": 1,
    "اردیبهشت": 2,
    "خرداد": 3,
    "تیر": 4,
    "مرداد": 5,
    "امرداد": 5,
    "شهریور": 6,
    "مهر": 7,
    "آبان": 8,
    "آذر": 9,
    "دی": 10,
    "بهمن": 11,
    "اسفند": 12,
}
HIJRI = {
    "محرم": 1,
    "صفر": 2,
    "ربيع الأول": 3,
    "ربيع الاول": 3,
    "ربيع الثاني": 4,
    "ربيع الآخر": 4,
    "جمادى الأولى": 5,
    "جمادى الاولى": 5,
    "جمادى الثانية": 6,
    "جمادى الآخرة": 6,
    "رجب": 7,
    "شعبان": 8,
    "رمضان": 9,
    "شوال": 10,
    "ذو القعدة": 11,
    "ذي القعدة": 11,
    "ذو الحجة": 12,
    "ذي الحجة": 12,
}


def gregorian(year: int, month: int, day: int, buddhist: bool = False) -> date | None:
    """A day of our calendar; `buddhist` lets years of 2400 and more be Thai ones."""
    if buddhist and year in BUDDHIST:
        year -= 543
    try:
        return date(year, month, day)
    except ValueError:
        return None


def persian(year: int, month: int, day: int) -> date | None:
    """A day of the Solar Hijri calendar."""
    try:
        found: date = JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]  # persiantools has no types
    except ValueError:
        return None
    return found


def hijri(year: int, month: int, day: int) -> date | None:
    """A day of the Umm al-Qura calendar."""
    try:
        return date(*Hijri(year, month, day).to_gregorian().datetuple())
    except (ValueError, OverflowError):
        return None


def era(name: str, year: str, month: int, day: int) -> date | None:
    """A day of a Japanese era or of the Minguo calendar; 元 is the first year."""
    return gregorian(ERAS[name] + (1 if year == "元" else int(year)) - 1, month, day)
