"""How many dates are read, in every language with month names here, as Babel writes them; floors in a file."""

import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
from babel.dates import format_date

from ingest.core.members import enrichers
from ingest.core.model import Decoding, Document, Language, RecordKey
from ingest.enrich.dates.reading import read
from ingest.enrich.dates.words import words

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
from cldr_months import LOCALES

FLOORS = tomllib.loads((Path(__file__).parent / "floors_facts.toml").read_text("utf-8"))
DAYS = (
    date(2025, 5, 19),
    date(2019, 11, 23),
    date(2004, 2, 29),
    date(2012, 9, 14),
    date(2021, 12, 30),
    date(2008, 1, 17),
)
FORMS = ("long", "full", "medium")


def written() -> list[tuple[str, date, str]]:
    return [(tag, day, format_date(day, form, locale=tag)) for tag in LOCALES.split() for day in DAYS for form in FORMS]


def test_a_date_is_read_as_the_languages_write_it() -> None:
    told = written()
    got = [read(said, tag.replace("_", "-")).day for tag, _, said in told]
    right = sum(g == day for g, (_, day, _) in zip(got, told, strict=True))
    wrong = [(t, g) for g, t in zip(got, told, strict=True) if g not in (None, t[1])]
    assert right / len(told) >= FLOORS["dates_of_locales"]["right"]
    assert wrong == [], "null is better than another day"


def heads() -> list[tuple[str, date, str]]:
    """A label and a date, as they stand over an article, in every language with labels."""
    labels = words()["published"]
    return [
        (tag, day, f"1 2 3\n{labels[tag][0].rstrip('*')}: {said}\n\nLorem ipsum dolor.\n")
        for tag, day, said in written()
        if tag in labels
    ]


def test_a_labelled_date_over_an_article_is_its_date() -> None:
    find = enrichers.members()["published"].find
    right = wrong = 0
    told = heads()
    for tag, day, text in told:
        given = Document(
            "a.txt", RecordKey(), text, "text/plain", Decoding("utf-8", "test"), "", language=Language(tag, 1.0)
        )
        got = max((f for f in find(given) if f.field == "published_date"), key=lambda f: f.confidence, default=None)
        right += bool(got and got.value == day)
        wrong += bool(got and got.value not in (None, day))
    assert right / len(told) >= FLOORS["dates_of_heads"]["right"]
    assert wrong / len(told) <= FLOORS["dates_of_heads"]["wrong"]


@pytest.mark.parametrize("text", [f"{a}/{b}/2024" for a, b in ((1, 2), (3, 4), (12, 11), (5, 5))])
def test_numbers_alone_are_read_only_where_both_orders_agree(text: str) -> None:
    reading = read(text, "en")
    first, second, _ = text.split("/")
    assert (reading.day is not None) == (first == second)
    assert (reading.other is not None) == (first != second)
