"""Laws that hold for any input."""

import json
import os

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clean import Clean
from ingest.core.config import load
from ingest.core.editing import Finding, apply, differences, replay, revert
from ingest.core.model import Document, Hint, RawRecord, RecordKey, Reject
from ingest.core.paths import to_bytes, to_text
from ingest.dedupe import Sign
from ingest.enrich import Enrich
from ingest.extract import Extract
from ingest.identify import Identify, warm
from ingest.pipeline.order import process
from ingest.pipeline.rows import rows_of
from ingest.read.broken_off import finished
from ingest.read.fields import hints
from ingest.repair import Repair

SETTINGS = load(environment={})
FULL = load(environment={}, overrides={"repair.level": "full"})
STAGES = tuple(
    (name, stage)
    for name, stage in (
        ("extract", Extract(SETTINGS)),
        ("clean", Clean(SETTINGS.clean)),
        ("identify", Identify(SETTINGS.identify)),
        ("repair", Repair(FULL.repair)),
        ("enrich", Enrich(SETTINGS)),
    )
)
DEBRIS = st.sampled_from(
    [
        "&amp;",
        "&nbsp;",
        "Ã©",
        "\u00a0",
        "\u200b",
        "\u00ad",
        "\n\n\n",
        " \n",
        "the the ",
        " , ",
        "” ",
        "“",
        "“”",
        ":” I",
        "\x00",
        "\x1b[0m",
        "date 2025-05-19 ",
        "é",
        "漢",
        "Xi",
        " XI ",
        ". ",
        "word ",
    ]
)
TEXT = st.lists(st.one_of(DEBRIS, st.text(max_size=8)), max_size=40).map("".join)


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, list[Finding]]:
    """A text and findings that may be applied to it."""
    text = draw(st.text(min_size=1, max_size=40))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    found = [Finding(a, b, draw(st.text(max_size=4))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    return text, [f for f in found if text[f.start : f.end] != f.replacement]


@given(changes())
def test_what_is_applied_can_be_replayed_and_reverted(given_: tuple[str, list[Finding]]) -> None:
    text, findings = given_
    after, edits = apply(text, findings, "s", "r")
    assert replay(text, edits) == after
    assert revert(after, edits) == text
    slow = after
    for e in reversed(edits):  # the three lines of the documentation
        assert slow[e.start : e.start + len(e.after)] == e.after
        slow = slow[: e.start] + e.before + slow[e.start + len(e.after) :]
    assert slow == text


@given(st.lists(changes(), min_size=1, max_size=4))
def test_ledgers_of_several_rules_in_a_row_revert(rounds: list) -> None:
    text = start = rounds[0][0]
    ledger: list = []
    for _, findings in rounds:
        fitting = [f for f in findings if f.end <= len(text) and text[f.start : f.end] != f.replacement]
        text, edits = apply(text, fitting, "s", "r", len(ledger))
        ledger += edits
    assert replay(start, ledger) == text
    assert revert(text, ledger) == start


@given(st.text(max_size=60), st.text(max_size=60))
def test_differences_lead_from_one_text_to_the_other(before: str, after: str) -> None:
    assert apply(before, differences(before, after), "s", "r")[0] == after


@given(st.binary(max_size=40).filter(lambda b: b"\0" not in b), st.binary(max_size=40).filter(lambda b: b"\0" not in b))
def test_no_two_names_share_a_spelling(one: bytes, two: bytes) -> None:
    assert to_bytes(to_text(one)) == one
    assert (to_text(one) == to_text(two)) == (one == two)
    to_text(one).encode("utf-8")
    assert os.fsencode(os.fsdecode(one)) == one


def run(body: bytes | str, path: str = "a.txt", given_hints: tuple[Hint, ...] = ()) -> Document | Reject:
    warm()
    record = RawRecord(path, RecordKey(), body, None, given_hints)
    got = process(record, STAGES)
    if isinstance(got, Document):
        row, attached = rows_of(got, Sign(SETTINGS.dedupe))
        row["text"].encode("utf-8")
        assert len(attached["edits"]) == row["edits"]
        extracted = STAGES[0][1](record)
        assert isinstance(extracted, Document)
        assert revert(got.text, got.edits) == extracted.text
        assert replay(extracted.text, got.edits) == got.text
    return got


@settings(max_examples=150, deadline=None)
@given(TEXT)
def test_any_text_goes_down_the_road_and_its_ledger_reverts(text: str) -> None:
    got = run(text.encode("utf-8", "replace"))
    if isinstance(got, Document):
        again = Clean(SETTINGS.clean)(got)
        assert isinstance(again, Document)
        assert again.text == Clean(SETTINGS.clean)(again).text  # type: ignore[union-attr]


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.binary(max_size=200), st.binary(max_size=60).map(lambda b: b"<html><body><p>" + b * 3)),
    st.sampled_from(["a.txt", "a.html", "a"]),
)
def test_any_bytes_give_a_document_or_a_reject(body: bytes, path: str) -> None:
    run(body, path)


ARTICLE = st.fixed_dictionaries(
    {"text": st.text(min_size=1, max_size=20).filter(str.strip)}, optional={"n": st.lists(st.integers())}
)


@given(st.lists(ARTICLE, min_size=1, max_size=4), st.integers(1, 2), st.data())
def test_what_breaks_off_gives_what_stood_whole_before(articles: list, depth: int, data: st.DataObject) -> None:
    whole = b""
    ends = []
    opening = b'{"ok": 1, "a": [' * depth
    for article in articles:
        whole += (b", " if whole else opening) + json.dumps(article, ensure_ascii=False).encode()
        ends.append(len(whole))
    whole += b"]}" * depth
    cut = data.draw(st.integers(1, len(whole) - 1))
    assert finished(whole[:cut], SETTINGS)[0] == [a for a, end in zip(articles, ends, strict=True) if end <= cut]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=6), v, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["url", "source", "title", "published", "date", "authors", "language", "collected_at", "site", "other", "\ud800"]
)
DATES = st.sampled_from(
    [
        "2025-05-19",
        "03/04/2024",
        "0001-01-01",
        "9999-12-31",
        "20250519T",
        "Mon, 19 May 2025 10:00:00 +0200",
        "1e999",
        "-5",
        "http://[",
        "https://a.example/x",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(KEYS, st.one_of(VALUES, DATES), max_size=6))
def test_no_field_of_a_sidecar_makes_an_enricher_raise_or_invent(fields: dict) -> None:
    found, extra, _ = hints(fields, "sidecar")
    got = run("A text that says little, and then some more of it.", given_hints=found)
    assert isinstance(got, Document)
    for fact in got.facts:
        if fact.field in ("published_date", "published_candidate") and fact.value is not None:
            assert 1600 <= fact.value.year <= 9999
    json.dumps(extra)
