"""The stage enrich as a whole: the user's table of sources, filters, the table facts, addresses, what it says."""

import json
from importlib.resources import files

import pytest
from conftest import Workshop, article

from ingest.cli import main
from ingest.core.config import load
from ingest.core.errors import ConfigError
from ingest.core.model import Decoding, Document, RecordKey
from ingest.enrich import Enrich, authors, opening
from ingest.enrich.addresses import domain_of, normalized

VECTOR = "checkPublicSuffix("


def vectors() -> list[tuple[str | None, str | None]]:
    """The public suffix list's own test vectors, as the publicsuffixlist package ships them."""
    out = []
    for line in (files("publicsuffixlist") / "test_psl.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(VECTOR):
            given, expected = (p.strip().strip("'") for p in line[len(VECTOR) :].partition(");")[0].split(","))
            out.append((None if given == "null" else given, None if expected == "null" else expected))
    return out


def test_every_vector_of_the_public_suffix_list_holds() -> None:
    told = vectors()
    assert len(told) >= 77
    for given, expected in told:
        assert domain_of(given or "") == expected, given


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://post.example/a?b=2&a=1", "https://post.example/a?b=2&a=1"),
        ("https://post.example/a%2Fb/", "https://post.example/a%2Fb/"),
        ("mailto:ada@post.example", None),
        ("https://", None),
        ("https://post.example:99999/", None),
        ("HTTP://User:Secret@POST.example:80/é?utm_source=x&gclid=1#part", "http://post.example/%C3%A9"),
        ("//post.example", "https://post.example/"),
        ("https://post.example/?id=3&fbclid=7", "https://post.example/?id=3"),
    ],
)
def test_an_address_has_one_spelling_and_keeps_what_a_server_may_need(given, expected) -> None:
    assert normalized(given) == expected


SOURCES = {"post.example": {"name": "Valletta Post", "country": "US", "time_zone": "America/New_York"}}


def records(*told: dict) -> str:
    return "\n".join(json.dumps({"id": str(i), "text": article(f"topic {i}"), **r}) for i, r in enumerate(told))


def test_what_the_user_knows_of_a_source_reads_its_dates_and_names_it(workshop: Workshop) -> None:
    url = "https://www.post.example/a?utm_source=x"
    told = [{"url": url, "date": "03/04/2024"}, {"url": url, "date": "2024-03-05T02:00:00Z"}, {"date": "03/04/2024"}]
    workshop.drop("a/all.jsonl", records(*told))
    workshop.run(enrich__sources=SOURCES)
    one, two, three = sorted(workshop.rows("documents"), key=lambda r: r["record_id"])
    assert (str(one["published_date"]), one["source"], one["source_origin"]) == (
        "2024-03-04",
        "Valletta Post",
        "settings:sources",
    )
    assert str(two["published_date"]) == "2024-03-04", "two in the morning in London is the evening before in New York"
    assert three["published_date"] is None
    assert three["published_ambiguous"]
    assert three["source"] == "a"
    assert json.loads(one["extra"])["url_raw"] == url


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"a": {"time_zone": "Mars/Olympus"}}, "time_zone"),
        ({"a": {"date_order": "ymd"}}, "date_order"),
        ({"a": {"country": "Malta"}}, "country"),
        ({"a": {"nam": "x"}}, "did you mean 'name'"),
        ({"a": "x"}, "expected a table"),
    ],
)
def test_a_table_of_sources_that_cannot_be_is_refused_with_its_place(told, says) -> None:
    with pytest.raises(ConfigError, match=says):
        load(environment={}, overrides={"enrich.sources": told})


def test_nothing_is_left_out_unless_told_and_then_it_is_a_reject_with_its_rule(workshop: Workshop) -> None:
    workshop.drop("door.txt", "404\n\nPage not found\n\nThe page you asked for could not be found here.")
    workshop.drop("good.txt", article("good things", 9))
    workshop.run()
    assert len(workshop.rows("documents")) == 2
    workshop.run(enrich__filters=["error-page"], options=reprocess())
    assert [r["raw_path"] for r in workshop.rows("documents")] == ["good.txt"]
    assert [(r["stage"], r["reason"]) for r in workshop.rows("rejects")] == [("enrich", "filtered:error-page")]
    workshop.run(enrich__least_quality=1.0, options=reprocess())
    assert "filtered:quality" in {r["reason"] for r in workshop.rows("rejects")}


def reprocess():
    from ingest import pipeline

    return pipeline.Options(reprocess="all")


FEED = "<rss version='2.0'><channel><title>Fen Times</title>{}</channel></rss>"
ITEM = "<item><title>{title}</title><guid>{at}</guid><pubDate>{at}</pubDate><description>{body}</description></item>"


def test_a_feeds_date_that_is_none_is_flagged_and_kept_and_one_that_is_read_is_not(workshop: Workshop) -> None:
    items = [ITEM.format(title="A", at=at, body=article(at)) for at in ("Mon, 06 May 2024 07:00:00 +0100", "soon")]
    workshop.drop("a.rss", FEED.format("".join(items)))
    workshop.run()
    read, unread = sorted(workshop.rows("documents"), key=lambda r: r["record_id"])
    assert str(read["published_date"]) == "2024-05-06"
    assert "enrich:unread-published" not in read["flags"]
    assert unread["published_date"] is None
    assert "enrich:unread-published" in unread["flags"]
    assert json.loads(unread["extra"])["pubDate"] == "soon"


def test_every_candidate_is_a_row_of_facts_and_the_chosen_ones_fill_the_columns(workshop: Workshop) -> None:
    url = "https://post.example/2024/04/09/bridge"
    workshop.drop("a.jsonl", records({"date": "2024-04-03", "url": url}, {"date": "2024-04-03"}))
    workshop.run()
    documents = {r["doc_id"]: r for r in workshop.rows("documents")}
    facts = workshop.rows("facts")
    for f in facts:
        assert f["raw_path"] == documents[f["doc_id"]]["raw_path"]
        if f["chosen"] and f["field"] == "published_date":
            assert f["value"] == str(documents[f["doc_id"]]["published_date"])
    assert len({(f["doc_id"], f["field"], f["rank"]) for f in facts}) == len(facts)
    assert not any(f["field"].startswith("quality") for f in facts)


def test_documents_whose_evidence_disagrees_are_listed(workshop: Workshop, capsys) -> None:
    url = "https://post.example/2024/04/09/bridge"
    workshop.drop("a.jsonl", records({"date": "2024-04-03", "url": url}, {"date": "2024-04-03"}))
    workshop.run()
    assert main(["facts", "--conflicts", "--processed", str(workshop.processed), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(r["field"], r["value"]) for r in told] == [
        ("published_date", "2024-04-03"),
        ("published_date", "2024-04-09"),
    ]
    assert main(["facts", "--field", "nonsense", "--processed", str(workshop.processed)]) == 2
    assert main(["explain", "a.jsonl", "--processed", str(workshop.processed)]) == 0
    assert "also published_date  2024-04-09" in capsys.readouterr().out


def test_a_row_does_not_depend_on_its_neighbours(workshop: Workshop, tmp_path) -> None:
    told = [{"date": "25/04/2024", "source": "post"}, {"date": "03/04/2024", "source": "post"}]
    workshop.drop("a.jsonl", records(*told))
    workshop.run()
    rows = {r["record_id"]: r for r in workshop.rows("documents")}
    assert str(rows["0"]["published_date"]) == "2024-04-25"
    assert rows["1"]["published_date"] is None, "the same source's other day says nothing of this one"


def test_a_date_by_the_heading_is_seen_though_the_article_leaves_it_out() -> None:
    from ingest.core.members import enrichers
    from ingest.core.model import Decoding, Document, Language, RecordKey
    from ingest.extract.page import parse

    page = parse("<body><nav>Home</nav><h1>A bridge fell</h1><div>Published on May 19, 2025</div><p>The bridge.</p>")
    told = Decoding("utf-8", "test")
    given = Document(
        "a.html", RecordKey(), "The bridge.", "text/html", told, "", language=Language("en", 1.0), markup=page
    )
    dates = [f for f in enrichers.members()["published"].find(given) if f.field == "published_date"]
    assert {(str(f.value), f.origin) for f in dates} >= {("2025-05-19", "html:text:label")}


def test_the_opening_of_a_plain_text_is_searched_for_its_byline_once(monkeypatch: pytest.MonkeyPatch) -> None:
    searched = []

    def search(text: str, signers: object) -> opening.Byline | None:
        searched.append(text)
        return opening.signed_line(text, authors.signers)

    monkeypatch.setattr(authors, "signed_line", search)
    text = f"The lamp is sold\nBy Ada Example\n{'The lamp of the old harbour was sold on Monday. ' * 200}"
    document = Document("a.txt", RecordKey(), text, "text/plain", Decoding("utf-8", "test"), "")
    got = Enrich(load(environment={}))(document)
    assert [f.value for f in got.facts if f.origin == "text:first-line"] == ["The lamp is sold"]
    assert [f.value for f in got.facts if f.origin == "text:byline"] == [["Ada Example"]]
    assert len(searched) == 1
    assert len(searched[0]) == opening.SEEN
