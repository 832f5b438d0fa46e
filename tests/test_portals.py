"""A news site's page saved as text, in one layout and many languages: what is the article's stays, whatever is unknown."""

import tomllib
from pathlib import Path

import pytest

import ingest
from ingest.clean import Clean
from ingest.core.config import load
from ingest.core.model import Decoding, Document, RecordKey

PAGES = tomllib.loads((Path(__file__).parent / "cases/portals/pages.toml").read_text(encoding="utf-8"))["page"]
WITHOUT = {"whole": "", "no byline": "byline", "no share row": "share", "no menu": "menu", "no date": "date"}
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page["language"])


def saved(page: dict, without: str = "") -> str:
    told = page | {without: []}
    head = [told[key] for key in ("byline", "date") if told[key]]
    blocks = [told["menu"], [told["headline"]], head, told["share"], *([p] for p in told["body"]), told["tail"]]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


@each_page
@pytest.mark.parametrize("without", WITHOUT.values(), ids=WITHOUT)
def test_headline_and_text_stay_and_the_date_stays_or_is_handed_on(page: dict, without: str) -> None:
    raw = saved(page, without)
    got = Clean(load(environment={}).clean)(
        Document("a.txt", RecordKey(), raw, "text/plain", Decoding("utf-8", "test"), "")
    )
    assert isinstance(got, Document)
    lines = got.text.splitlines()
    assert {page["headline"], *page["body"]} <= set(lines)
    handed = [hint.value for hint in got.hints if hint.field in ("published", "modified")]
    assert without == "date" or page["date"] in lines or page["date"] in handed


@pytest.mark.parametrize("page", [p for p in PAGES if "," not in p["language"]], ids=lambda page: page["language"])
def test_of_a_page_in_a_listed_language_nothing_else_stays(page: dict) -> None:
    got = ingest.clean_text(saved(page))
    assert "no-prose" not in got.flags
    assert set(got.text.splitlines()) - {""} <= {page["headline"], page["byline"], page["date"], *page["body"]}
