"""Finding whole dates (day, month and year) in a stretch of text, in whatever language and calendar.

Nothing here says what a date means; see `in_text.py`. Every repetition is bounded, so the time is linear.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from ingest.enrich.dates.calendars import HIJRI, PERSIAN, era, gregorian, hijri, persian
from ingest.enrich.dates.words import month_of

FIRST = date(1600, 1, 1)
UNSET = date(1970, 1, 1)  # what programs write for no date at all


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text. `other` is its second reading where day and month could change places; None where not."""

    start: int
    end: int
    day: date
    other: date | None = None

    def read(self, order: str | None) -> date | None:
        """The day, given which comes first: `dmy` or `mdy`. None where both readings stand and nothing decides."""
        if self.other is None:
            return self.day
        return self.day if order == "dmy" else self.other if order == "mdy" else None


YEAR = r"(?P<y>(?:1[6-9]|2[0-6])\d\d)(?!\d)"
WORD = r"(?P<M>(?:tháng )?[^\s\d,،;:()\[\]|/\\«»\"“”–—_<>-]{2,22}(?: (?:الثاني|الأول|الاول|một|hai|fómhair|сарын))?)"
DAY = r"(?P<d>\d\d?)(?!\d)"
NTH = r"(?:st|nd|rd|th|er|º|ª|°|ro|η|ης|日|일|-?е|-?го|-?ше|শে|লা|রা|ঠা|ই|hb)?"
OF = r"(?:de |d'|d’|di |of |ngày |den |von |ta’ |ta' )?"
IN = r"(?:de |del |of |от |г\. ?|พ\.?ศ\.? ?|ค\.?ศ\.? ?)?"
GAP = r"[\s\-/.,]{0,3}"
# No part of a longer number; a colon is a label's: 发布时间:2023-12-28. Looked for behind what it is about: twice as fast.
ALONE = r"(?<![\d./-]\d)(?<!\d:\d)"
YEAR_ALONE = YEAR + r"(?<![\d./-]\d{4})(?<!\d:\d{4})"

NAMED = (  # day, month by name, year
    re.compile(
        rf"(?<!\d)(?<!\d[.,:/-])(?P<d>\d\d?){NTH}\.?{GAP}{OF}{WORD}\.?[,،]?(?:/[^\s/\d]{{3,15}})?{GAP}{IN}{YEAR}"
    ),
    re.compile(rf"(?<![^\W\d_]){WORD}[.,]?\s{{1,2}}(?P<d>\d\d?){NTH}\.?\s?,?\s{{0,3}}(?:de |del |of )?{YEAR}"),
    re.compile(rf"(?<!\d){YEAR}[.,]?\s?(?:\(?e\)?ko |ko |m\. |г\. |թ\. |оны |د )?{WORD}\.?\s{DAY}"),
    re.compile(rf"(?<!\d){YEAR}[-.]?\s?(?:წლის|жыл\w{{0,4}}|ж\.|yil\w{{0,3}}|gada|оны|il),?\s{DAY}[-.]?\s?{WORD}"),
)
NUMBERED = (  # certain orders
    re.compile(
        rf"{YEAR_ALONE}\s?(?P<s>[-/._]|年|년|\.\s)\s?(?P<m>\d\d?)\s?(?:(?P=s)|月|월)\s?{DAY}(?![-/.]\d)(?:\s?[日일])?"
    ),
    re.compile(rf"(?<!\d){YEAR} оны (?P<m>\d\d?)-р сарын {DAY}"),
    re.compile(rf"(?<!\d)(?P<d>\d\d?)\s(?:tháng|thg)\s(?P<m>\d\d?),?\s(?:năm\s)?{YEAR}"),
)
SWAPPABLE = re.compile(rf"(?P<d>\d{ALONE}\d?)\s?(?P<s>[./-])\s?(?P<m>\d\d?)\s?(?P=s)\s?{YEAR}(?![-/.]\d)")
ARABIC_WORD = "|".join(sorted(map(re.escape, (*PERSIAN, *HIJRI)), key=len, reverse=True))
ARABIC = re.compile(
    rf"(?<!\d)(?P<d>\d\d?)\s?,?(?:من )?\s?(?P<M>{ARABIC_WORD})(?: ماه)?[\s،,]{{1,3}}(?P<y>1[345]\d\d)(?!\d)"
)
PERSIAN_NUMBERS = re.compile(r"(?<![\d/-])(?P<y>1[34]\d\d)[/-](?P<m>\d\d?)[/-](?P<d>\d\d?)(?![\d/-])")
PERSIAN_LETTERS = re.compile("[پچژگی]")
ERA = re.compile(r"(明治|大正|昭和|平成|令和|民國|民国)\s?(元|\d{1,3})年\s?(\d\d?)月\s?(\d\d?)日")
CHINESE = re.compile(
    r"([二一][〇零○一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
THAI = re.compile("[\u0e00-\u0e7f]")


def scan(text: str, language: str = "und") -> list[Found]:
    """Every whole date in `text` (NFKC, folded by `words.folded`), by place; of two that overlap the longer one.

    `language` (BCP-47, of the text or its label) decides names that mean different months in different languages.
    """
    found = [f for search in SEARCHES for f in search(text, language) if FIRST <= f.day != UNSET]
    found.sort(key=lambda f: (f.start, -f.end))
    out: list[Found] = []
    for f in found:
        if not out or f.start >= out[-1].end:
            out.append(f)
    return out


def _named(text: str, language: str) -> Iterator[Found]:
    thai = bool(THAI.search(text)) or language.startswith("th")
    for pattern in NAMED:
        for m in pattern.finditer(text):
            month = month_of(m["M"], language)
            day = month and gregorian(int(m["y"]), month, int(m["d"]), buddhist=thai)
            if day:
                yield Found(m.start(), m.end(), day)


def _numbered(text: str, language: str) -> Iterator[Found]:
    thai = bool(THAI.search(text)) or language.startswith("th")
    for pattern in NUMBERED:
        for m in pattern.finditer(text):
            if day := gregorian(int(m["y"]), int(m["m"]), int(m["d"]), buddhist=thai):
                yield Found(m.start(), m.end(), day)
    for m in SWAPPABLE.finditer(text):
        first, second, year = int(m["d"]), int(m["m"]), int(m["y"])
        one = gregorian(year, second, first, buddhist=thai)
        two = gregorian(year, first, second, buddhist=thai)
        if one and two and one != two and m["s"] != ".":  # with points the day comes first, wherever points are used
            yield Found(m.start(), m.end(), one, two)
        elif one or (two and m["s"] != "."):
            yield Found(m.start(), m.end(), one or two or FIRST)


def _arabic(text: str, language: str) -> Iterator[Found]:
    for m in ARABIC.finditer(text):
        name, year, number = m["M"], int(m["y"]), int(m["d"])
        day = persian(year, PERSIAN[name], number) if name in PERSIAN else hijri(year, HIJRI[name], number)
        if day:
            yield Found(m.start(), m.end(), day)
    if language.split("-")[0] == "fa" or PERSIAN_LETTERS.search(text):
        for m in PERSIAN_NUMBERS.finditer(text):
            if day := persian(int(m["y"]), int(m["m"]), int(m["d"])):
                yield Found(m.start(), m.end(), day)


def _east_asian(text: str, language: str) -> Iterator[Found]:
    for m in ERA.finditer(text):
        if day := era(m[1], m[2], int(m[3]), int(m[4])):
            yield Found(m.start(), m.end(), day)
    for m in CHINESE.finditer(text):
        if day := gregorian(int(m[1].translate(CHINESE_DIGITS)), _chinese(m[2]), _chinese(m[3])):
            yield Found(m.start(), m.end(), day)


def _chinese(said: str) -> int:
    """A number below 100 in Chinese numerals; 0 where it is none."""
    if said.count("十") > 1:
        return 0
    if "十" in said:
        tens, ones = said.split("十")
        return int(tens.translate(CHINESE_DIGITS) or 1) * 10 + int(ones.translate(CHINESE_DIGITS) or 0)
    return int(said.translate(CHINESE_DIGITS))


SEARCHES: tuple[Callable[[str, str], Iterator[Found]], ...] = (_named, _numbered, _arabic, _east_asian)
