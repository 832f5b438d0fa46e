"""No text, address or sidecar makes an enricher raise, invent a day, or take more than linear time."""

import time
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.core.members import enrichers
from ingest.core.model import Decoding, Document, Hint, Language, RecordKey, Signature
from ingest.core.schema import DOCUMENTS
from ingest.enrich.addresses import domain_of, normalized
from ingest.extract.page import parse
from ingest.pipeline.rows import document_row, fact_rows

PIECES = st.sampled_from(
    [
        "Published on ", "Date: ", "May 19, 2025", "19. Mai 2025", "03/04/2024", "2025-02-30", "0000-00-00", "令和7年5月19日",
        "１９/०५/2025", "29 اردیبهشت 1404", "21 ذو القعدة 1446", "31 Sep 2020", "99/99/9999", "10:02", "\n", "\n\n", " - ", "(Reuters)",
        "LONDON, Oct 20 - ", "30 February 2568", "二〇二五年五月十九日", "\u202e", "İ", "ß", "ﬁ", "1747634400000", "By Ada Example", "404",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=20), max_size=30).map("".join)
VALUES = TEXTS | st.integers() | st.floats() | st.booleans() | st.none() | st.lists(st.text(max_size=9), max_size=4)
FIELDS = ["published", "modified", "url", "title", "authors", "site", "source", "collected_at", "license", "robots"]
FIELDS += [
    "tags",
    "section",
    "publisher",
    "subtitle",
    "access",
    "page_type",
    "time_zone",
    "country",
    "agency",
    "language",
]
ORIGINS = ["sidecar:x", "record:x", "html:jsonld:datePublished", "html:meta:date", "html:byline", "html:og:title", "x"]
HINTS = st.lists(st.builds(Hint, st.sampled_from(FIELDS), VALUES, st.sampled_from(ORIGINS)), max_size=8).map(tuple)


def document(text: str, hints: tuple[Hint, ...] = (), path: str = "a.txt", language: str = "en") -> Document:
    decoding = Decoding("utf-8", "test")
    return Document(path, RecordKey(), text, "text/plain", decoding, "", hints, language=Language(language, 1.0))


@settings(max_examples=150, deadline=None)
@given(TEXTS, HINTS, st.text(max_size=30), st.sampled_from(["en", "de", "ja", "th", "fa", "und", "zz"]))
def test_whatever_is_said_facts_fit_their_columns_and_days_are_possible(text, hints, path, language) -> None:
    collected = Hint("collected_at", "2025-06-01", "sidecar:collected_at")
    given_document = document(text, (collected, *hints), path or "a", language)
    facts = tuple(f for member in enrichers.members().values() for f in member.find(given_document))
    for f in facts:
        assert f.field in DOCUMENTS.schema.names
        assert 0 <= f.confidence <= 1
        if isinstance(f.value, date) and not isinstance(f.value, datetime):
            assert date(1600, 1, 1) <= f.value <= date(2025, 6, 1) + timedelta(days=1)
    known = Document(**{**{k: getattr(given_document, k) for k in Document.__slots__}, "facts": facts})
    signature = Signature("")
    document_row(known, signature)
    fact_rows(known, signature)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60).map(lambda t: "https://" + t) | st.text(max_size=80))
def test_an_address_is_refused_or_normalized_once_and_for_all(address) -> None:
    once = normalized(address)
    domain_of(address)
    if once is not None:
        assert normalized(once) == once


LONG = {
    "digits": "1" * 200_000,
    "dates": "19.05.2025 " * 20_000,
    "months": "May " * 50_000,
    "labels": "published on " * 20_000,
    "almost a dateline": "LONDON, " * 30_000,
    "no end of a line": "a, b " * 50_000,
    "line ends": "\n" * 200_000,
    "short lines": "By Ada\n" * 40_000,
    "spaces": "19" + " " * 200_000 + "May 2025",
    "cookies": "we use cookies " * 10_000,
    "braces": "{}[]()|»" * 30_000,
    "no spaces": "港" * 100_000,
}


@pytest.mark.parametrize("name", LONG)
def test_a_text_made_to_hurt_takes_linear_time(name) -> None:
    seconds = []
    for share in (4, 1):
        given_document = document(LONG[name][: len(LONG[name]) // share])
        start = time.process_time()
        for member in enrichers.members().values():
            list(member.find(given_document))
        seconds.append(time.process_time() - start)
    assert seconds[1] < 8 * seconds[0] + 1, seconds


@pytest.mark.parametrize(
    "html", ["<div>" * 30_000 + "May 19, 2025", "<p>May 19, 2025</p>" * 20_000, "<time datetime='2025-05-19'>" * 5_000]
)
def test_a_page_made_to_hurt_gives_facts_or_none(html) -> None:
    tree = parse("<html><body>" + html)
    given_document = Document(
        "a.html",
        RecordKey(),
        "A text.",
        "text/html",
        Decoding("utf-8", "test"),
        "",
        language=Language("en", 1.0),
        markup=tree,
    )
    start = time.process_time()
    for member in enrichers.members().values():
        list(member.find(given_document))
    assert time.process_time() - start < 20, "a hang, not a slow machine"
