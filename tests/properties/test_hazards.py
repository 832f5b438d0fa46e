"""Texts made to make rules slow. No clock is asked: what is quadratic here would not end while anyone waits."""

import pytest

from ingest.clean import Clean
from ingest.core.config import load
from ingest.core.model import Document, RawRecord, RecordKey, Reject
from ingest.dedupe import Sign
from ingest.enrich import Enrich
from ingest.extract import Extract
from ingest.identify import Identify
from ingest.pipeline.order import process
from ingest.repair import Repair

SIZE = 400_000
SETTINGS = load(environment={}, overrides={"repair.level": "full"})
STAGES = (
    ("extract", Extract(SETTINGS)),
    ("clean", Clean(SETTINGS.clean)),
    ("identify", Identify(SETTINGS.identify)),
    ("repair", Repair(SETTINGS.repair)),
    ("enrich", Enrich(SETTINGS)),
)
HAZARDS = {
    "one endless word": "a",
    "nothing but newlines": "\n",
    "entities": "&amp;",
    "spaces": " ",
    "odd spaces": "\u00a0",
    "mojibake": "cafÃ© ",
    "lines of mojibake": "cafÃ© " * 330 + "\n",
    "quotes": "“a” ",
    "swapped quotes": ":” I ",
    "spaces before stops": "a . ",
    "doubled words": "the ",
    "capitals": "AB c ",
    "ampersands": "&",
    "tags that never close": "<",
    "escapes": "\x1b[",
    "zero width": "\u200b",
    "soft hyphens at line ends": "\u00ad\n",
    "braces": "{",
    "half addresses": "a@",
    "paths": "a/",
    "headers": "date 2025-05-19 ",
    "back ticks": "`a",
    "hyphens at line ends": "a-\nb-\n",
    "pages": "a line\n\f",
    "links of a dumper": "[a](b)",
    "comments that never close": "<!--",
    "items": "• an item of a menu\n",
}


@pytest.mark.parametrize("name", HAZARDS)
def test_a_hazard_goes_down_the_road(name: str) -> None:
    body = "x" + HAZARDS[name] * (SIZE // len(HAZARDS[name])) + "x"
    got = process(RawRecord("a.txt", RecordKey(), body.encode()), STAGES)
    assert isinstance(got, Document | Reject)
    if isinstance(got, Document):
        Sign(SETTINGS.dedupe)(got)


@pytest.mark.parametrize("piece", ["<div>", "<p>x", "<b>", "<table><tr><td>", "&amp;", "<a href='"])
def test_a_page_of_one_piece_goes_down_the_road(piece: str) -> None:
    body = "<html><body>" + piece * 20_000 + "x"
    assert isinstance(process(RawRecord("a.html", RecordKey(), body.encode()), STAGES), Document | Reject)
