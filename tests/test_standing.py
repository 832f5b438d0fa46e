"""Who stands for a cluster: no copy that is cut where a whole one is known, and nobody else than yesterday without need."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest
from conftest import Workshop
from hypothesis import assume, given
from hypothesis import strategies as st
from test_duplicates import article

from ingest import pipeline
from ingest.core.options import Dedupe
from ingest.dedupe import Member, Placed, first, place
from ingest.workers import Pool

WHOLE = article("lock gates", 400)
LINES = WHOLE.split("\n")
CUT = "\n".join(LINES[: len(LINES) * 64 // 100]) + "\n\nSubscribe to continue reading."
NEARLY = "\n".join(LINES[: len(LINES) * 9 // 10])
FOOTED = WHOLE + "\nThis report was first printed in the morning edition."


def record(text: str, day: str | None = None, **more: str) -> str:
    return json.dumps({"text": text, **({"published": day} if day else {}), **more})


def standing(workshop: Workshop) -> set[str]:
    return set(workshop.by_path("documents"))


# ---- who stands already goes on standing


@pytest.mark.parametrize("later", [FOOTED, NEARLY, CUT, WHOLE.upper()])
def test_who_stands_goes_on_standing_when_nothing_fuller_comes(workshop: Workshop, later: str) -> None:
    workshop.drop("b.txt", WHOLE)
    workshop.run()
    before = workshop.rows("documents")[0]
    workshop.drop("a.txt", later)
    workshop.run()
    (after,) = workshop.rows("documents")
    assert (after["doc_id"], after["updated_at"]) == (before["doc_id"], before["updated_at"])


def test_a_little_more_text_changes_nobody(workshop: Workshop) -> None:
    workshop.drop("b.txt", NEARLY)
    workshop.run()
    workshop.drop("a.txt", WHOLE)
    workshop.run()
    assert standing(workshop) == {"b.txt"}


def test_the_earliest_stands_where_dates_decide_and_none_is_cut(workshop: Workshop) -> None:
    workshop.drop("a.jsonl", record(FOOTED, "2024-03-02"))
    workshop.drop("b.jsonl", record(NEARLY, "2024-03-01"))
    workshop.run()
    assert standing(workshop) == {"b.jsonl"}


def test_versions_at_one_address_both_stand_however_short_the_first(workshop: Workshop) -> None:
    at = {"url": "https://example.org/lock-gates"}
    for name, text in (("a", CUT), ("b", WHOLE)):
        workshop.drop(f"{name}.jsonl", record(text, **at))
        workshop.run()
    documents = workshop.by_path("documents")
    assert documents["b.jsonl"]["revision_of"] == documents["a.jsonl"]["doc_id"]
    assert documents["a.jsonl"]["revision_of"] is None


def test_versions_that_come_together_without_dates_follow_one_another_by_path(workshop: Workshop) -> None:
    at = {"url": "https://example.org/lock-gates"}
    for name, text in (("1", NEARLY), ("2", WHOLE), ("3", FOOTED)):
        workshop.drop(f"{name}.jsonl", record(text, **at))
    workshop.run()
    documents = workshop.by_path("documents")
    chain = [documents[f"{n}.jsonl"]["revision_of"] for n in (1, 2, 3)]
    assert chain == [None, documents["1.jsonl"]["doc_id"], documents["2.jsonl"]["doc_id"]]


def test_a_preferred_source_stands_though_it_is_cut(workshop: Workshop) -> None:
    workshop.drop("a.jsonl", record(WHOLE, source="a"))
    workshop.drop("b.jsonl", record(CUT, source="b"))
    workshop.run(dedupe__prefer_sources=("b",))
    assert standing(workshop) == {"b.jsonl"}


def test_whole_0_lets_the_date_alone_decide(workshop: Workshop) -> None:
    workshop.drop("a.jsonl", record(WHOLE, "2024-03-02"))
    workshop.drop("b.jsonl", record(CUT, "2024-03-01"))
    workshop.run(dedupe__whole=0.0)
    assert standing(workshop) == {"b.jsonl"}


def test_of_the_same_words_the_first_stands_however_they_are_laid_out(workshop: Workshop) -> None:
    for name, text in (("a", WHOLE), ("b", WHOLE.replace("\n", "\n\n")), ("c", NEARLY)):
        workshop.drop(f"{name}.txt", text)
    workshop.run()
    assert standing(workshop) == {"a.txt"}


# ---- a cut copy never stands before a whole one


@pytest.mark.parametrize(("cut", "whole"), [("a", "b"), ("b", "a")])
@pytest.mark.parametrize("day", [None, "2024-03-01"])
@pytest.mark.parametrize("setting", ["published", "met", "longest"])
def test_a_cut_copy_is_the_duplicate_whatever_its_name_and_date(
    workshop: Workshop, cut: str, whole: str, day: str | None, setting: str
) -> None:
    workshop.drop(f"{cut}.jsonl", record(CUT, day))
    workshop.drop(f"{whole}.jsonl", record(WHOLE, "2024-03-02" if day else None))
    workshop.run(dedupe__canonical=setting)
    assert standing(workshop) == {f"{whole}.jsonl"}
    assert workshop.rows("duplicates")[0]["duplicate_of"] == workshop.rows("documents")[0]["doc_id"]


def test_without_dates_the_fullest_stands(workshop: Workshop) -> None:
    for name, text in (("a", NEARLY), ("b", FOOTED), ("c", WHOLE)):
        workshop.drop(f"{name}.txt", text)
    workshop.run()
    assert standing(workshop) == {"b.txt"}


def test_a_cut_copy_that_stands_gives_way_under_the_same_name_of_the_cluster(workshop: Workshop) -> None:
    workshop.drop("a.txt", CUT)
    workshop.drop("b.txt", CUT.upper())
    workshop.run()
    before = workshop.by_path("documents")["a.txt"]
    workshop.drop("c.txt", WHOLE)
    workshop.run()
    (document,) = workshop.rows("documents")
    duplicates = workshop.by_path("duplicates")
    assert (document["raw_path"], document["cluster_id"]) == ("c.txt", before["cluster_id"])
    assert document["cluster_id"] == before["doc_id"] == duplicates["a.txt"]["doc_id"]
    assert {r["duplicate_of"] for r in duplicates.values()} == {document["doc_id"]}
    assert {r["duplicate_method"] for r in duplicates.values()} == {"near"}
    assert all(0.5 < r["duplicate_similarity"] < 0.8 for r in duplicates.values())
    assert workshop.rows("cluster_merges") == []


def test_when_the_whole_one_goes_the_fullest_that_is_left_stands(workshop: Workshop) -> None:
    for name, text in (("a", CUT), ("b", NEARLY), ("c", WHOLE)):
        workshop.drop(f"{name}.txt", text)
    workshop.run()
    (workshop.raw / "c.txt").unlink()
    workshop.run(run__vanished="remove", run__remove_most=1.0)
    assert standing(workshop) == {"b.txt"}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_day_by_day_in_any_order_a_whole_one_stands_in_the_end(workshop: Workshop, order: Sequence[int]) -> None:
    texts = (CUT, WHOLE, CUT.replace("Subscribe", "Please subscribe"))
    for number in order:
        workshop.drop(f"{number}.txt", texts[number])
        workshop.run()
    assert standing(workshop) == {"1.txt"}


def test_the_same_ones_stand_whatever_the_batches_and_processes(tmp_path: Path) -> None:
    found = set()
    for number, size in enumerate((256.0, 0.002)):
        shop = Workshop(tmp_path / str(number))
        for topic in "12":
            text = article(f"batch {topic}", 200)
            for name, part in (("a", 0.64), ("b", 1.0), ("c", 0.9)):
                shop.drop(f"{topic}/{name}.txt", text[: int(len(text) * part)])
        with Pool(number + 1) as pool:
            pipeline.run(shop.settings(run__batch_mb=size), pool.map)
        found.add(frozenset(r["doc_id"] for r in shop.rows("documents")))
        assert standing(shop) == {f"{topic}/b.txt" for topic in "12"}
    assert len(found) == 1


# ---- properties

SOME = st.builds(
    lambda chars, day, url, source: (chars, day, url, source),
    st.integers(0, 100),
    st.none() | st.dates(),
    st.none() | st.integers(1, 2),
    st.sampled_from(["a", "b"]),
)


def member(number: int, told: tuple[int, object, int | None, str], **more: object) -> Member:
    chars, day, url, source = told
    return Member(f"{number:032x}", f"{number}.txt", -1, str(number), day, source, url, chars, **more)  # type: ignore[arg-type] # drawn by Hypothesis


@given(st.lists(SOME, min_size=1, max_size=8), st.randoms(use_true_random=False), st.sampled_from([(), ("b",)]))
def test_who_stands_among_newcomers_does_not_depend_on_their_order(told, pick, preferred) -> None:
    asked = Dedupe(prefer_sources=preferred)
    members = [member(n, t) for n, t in enumerate(told)]
    placed = place(members, "name", asked)
    shuffled = place(pick.sample(members, len(members)), "name", asked)
    assert placed is not None
    assert shuffled is not None
    assert placed.canonical is shuffled.canonical is first(members, asked)
    rows = [{p.member.doc_id: (p.duplicate_of, p.revision_of) for p in x.placings} for x in (placed, shuffled)]
    assert rows[0] == rows[1]
    heads = [p.member.chars for p in placed.placings if p.duplicate_of is None]
    assert preferred or max(heads) >= asked.whole * max(m.chars for m in members)


def stands_for(placed: Placed, members: Sequence[Member]) -> dict[str, str | None]:
    """For each member that is left, the doc_id that it duplicates."""
    now = {p.member.doc_id: p.duplicate_of.doc_id if p.duplicate_of else None for p in placed.placings}
    return {m.doc_id: now.get(m.doc_id, m.duplicate_of) for m in members if not m.leaving}


@given(st.data())
def test_whoever_stood_and_comes_and_goes_no_cluster_is_left_with_cut_copies(data: st.DataObject) -> None:
    """Newcomers, and two stored clusters that turn out to be one; of each a member stands, some leave."""
    told = data.draw(st.lists(SOME, min_size=1, max_size=8))
    members = [member(n, t) for n, t in enumerate(told)]
    stored = data.draw(st.lists(st.sampled_from(members), unique_by=id))
    for name in ("one", "two"):
        group = [m for n, m in enumerate(stored) if n % 2 == (name == "two")]
        for n, m in enumerate(group):
            m.table, m.cluster_id = "duplicates" if n else "documents", name
            m.duplicate_of = group[0].doc_id if n else None
            m.ingested_at, m.leaving = datetime(2024, 1, 1, tzinfo=UTC), data.draw(st.booleans())
    placed = place(members, "one", Dedupe())
    assume(placed is not None)
    assert placed is not None
    targets = stands_for(placed, members)
    standing = {doc_id for doc_id, target in targets.items() if target is None}
    assert {target for target in targets.values() if target} <= standing
    left = [m for m in members if not m.leaving]
    assert max(m.chars for m in left if m.doc_id in standing) >= 0.8 * max(m.chars for m in left)


def test_where_clusters_merge_the_whole_one_stands_also_at_the_same_address() -> None:
    then = datetime(2024, 1, 1, tzinfo=UTC)
    cut, whole = (member(n, (chars, None, 1, "a")) for n, chars in enumerate((60, 100)))
    for m, name in ((cut, "one"), (whole, "two")):
        m.table, m.cluster_id, m.ingested_at = "documents", name, then
    placed = place([cut, whole, member(2, (80, None, None, "a"))], "one", Dedupe())
    assert placed is not None
    assert (placed.canonical, placed.cluster_id) == (whole, "one")
