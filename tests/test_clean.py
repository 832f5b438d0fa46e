"""The stage clean as a whole: what it hands on, how its rules play together, how it stands up to size."""

import gzip
import json
import textwrap
from importlib import resources

import pytest

import ingest
from ingest.clean import Clean
from ingest.clean.documentation import is_documentation
from ingest.clean.kinds import is_code
from ingest.clean.lexicon import LISTS, counts
from ingest.core.config import load
from ingest.core.editing import View, revert
from ingest.core.model import Decoding, Document, RecordKey

FERRY = (
    "The ferry to the island will run every hour from the first of May, the harbour office said on Monday. Until now it "
    "left only three times a day, and many people had to wait on the mole for a whole afternoon."
)
BOATS = (
    "Two new boats were bought for the line, and both of them carry bicycles. The fare stays as it is, said the harbour "
    "master, who has counted the boats every evening for thirty years."
)
MENU = "Home\nNews\nSports\nWeather\nSign in\nSubscribe now\n"
TAIL = "\nShare this article\nRelated articles\nThe lighthouse is sold\nLeave a reply\nPrivacy policy"


def cleaned(text: str) -> Document:
    document = Document("a.txt", RecordKey(), text, "text/plain", Decoding("utf-8", "test"), "")
    got = Clean(load(environment={}).clean)(document)
    assert isinstance(got, Document)
    return got


def test_a_dropped_byline_hands_its_names_on() -> None:
    got = cleaned(
        f"{MENU}The ferry will run every hour\nWritten by Anna Mole\nShare this article\n{FERRY}\n{BOATS}{TAIL}"
    )
    assert "Anna Mole" not in got.text
    assert [(h.field, h.value, h.origin) for h in got.hints] == [
        ("authors", "Written by Anna Mole", "text:boilerplate")
    ]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("Published: 12 May 2024", "published"),
        ("Last updated 12 May 2024", "modified"),
        ("Stand: 12.05.2024", "published"),
        ("Objavljeno: 12.05.2024. u 09:15", "published"),
    ],
)
def test_a_dropped_dateline_hands_its_date_on(line: str, field: str) -> None:
    got = cleaned(f"{MENU}{FERRY}\nPhoto by Anna Mole\n{line}\nShare\n{BOATS}{TAIL}")
    assert line not in got.text
    assert [(h.field, h.value) for h in got.hints] == [(field, line)]


def test_a_header_of_keys_and_values_hands_all_of_it_on() -> None:
    got = cleaned(
        f"Title: The ferry\nAuthor: Ada Example\nDate: 5 March 2024\nSource: Fen Times\nURL: https://fen.example/a\n\n{FERRY}"
    )
    assert got.text == FERRY
    told = {h.field: h.value for h in got.hints if h.origin == "text:labelled-header"}
    assert told == {
        "title": "The ferry",
        "authors": "Ada Example",
        "published": "5 March 2024",
        "source": "Fen Times",
        "url": "https://fen.example/a",
    }


def test_the_clauses_of_a_contract_are_no_code() -> None:
    clauses = "The Tenant shall:\n(a) pay the Rent;\n(b) keep no animal, save for one (1) cat;\n(c) let the Owner in (if he knocks);"
    assert not is_code(View(clauses))
    assert is_code(View("open (lamp);\nlamp.light();\nclose (lamp);"))


def test_a_date_behind_the_article_is_a_teasers() -> None:
    got = cleaned(f"{MENU}{FERRY}\n{BOATS}{TAIL}\nPublished: 12 May 2024")
    assert got.hints == ()


def test_paragraphs_that_were_indented_are_parted_once_they_are_unwrapped() -> None:
    raw = "\n".join(textwrap.fill(p, 60, initial_indent="   ") for p in (FERRY, BOATS, FERRY))
    assert ingest.clean_text(raw).text == f"{FERRY}\n\n{BOATS}\n\n{FERRY}"


def test_single_line_breaks_of_a_text_that_nothing_happened_to_stay() -> None:
    assert ingest.clean_text(f"{FERRY}\n{BOATS}\n{FERRY}\n").edits == ()


def test_a_dump_that_marks_titles_and_code_is_no_source_of_documentation() -> None:
    dump = "# The ferry\n\n## Times\n\nCall `harbour count` or `harbour lamp`, or `harbour`.\n\n---\n\n  * Home\n"
    assert not is_documentation(dump)
    assert is_documentation(dump + "\n```sh\nharbour count\n```\n")


@pytest.mark.parametrize("language", LISTS)
def test_a_word_list_knows_how_often_its_words_are_met(language: str) -> None:
    """The library's file is searched unparsed: this would tell of another order or layout."""
    packed = (resources.files("spellchecker") / "resources" / f"{language}.json.gz").read_bytes()
    listed: dict[str, int] = json.loads(gzip.decompress(packed))
    known, words = counts(language), list(listed)
    for word in (words[0], words[-1], *words[:: len(words) // 500]):
        assert known(word) == listed[word]
    assert known("harbourzzz") == known("") == known("zzzz") == 0


HUGE = {
    "a line of 50 MB": lambda: "The ferry leaves at noon and comes back when the lamp is lit. " * 800_000,
    "5 million empty lines": lambda: "a" + "\n" * 5_000_000 + "b",
    "100,000 pages": lambda: "\n".join(
        f"A line that goes on and\non and on and on\n\n{n}\n\f" for n in range(1, 100_001)
    ),
    "hyphens": lambda: "ab-\ncd\n" * 700_000,
    "an entity bomb": lambda: "&amp;" * 400_000,
    "entities in each other": lambda: "&" + "amp;" * 1_000_000 + "lt;",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HUGE)
def test_a_huge_text_is_cleaned_and_reverts(name: str) -> None:
    """No clock is asked: what is quadratic here would not end while anyone waits. Times are in docs/cleaning.md."""
    raw = HUGE[name]()
    got = cleaned(raw)
    assert revert(got.text, got.edits) == raw


def test_a_manual_whose_lines_are_torn_at_its_commands_is_no_page() -> None:
    torn = "\n\n".join(f"Lamp {n} is lit by\n\nharbour-{n}\n\n, which waits for the ferry." for n in range(60))
    raw = f"{FERRY}\n\n{torn}\n\nSearch\n\nHelp\n\n{BOATS}\n\n{torn}\n"
    assert cleaned(raw).text.count("harbour-") == 120
