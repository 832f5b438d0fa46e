"""Duplicates across runs: the same clusters however the files come, stable names, and who stands for whom."""

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import Workshop
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import duplicates, pipeline
from ingest.core.errors import UserError
from ingest.core.options import Dedupe
from ingest.dedupe import (
    Member,
    compare,
    features,
    judged,
    normalized,
    place,
)
from ingest.pipeline.reindex import reindex
from ingest.store import Change
from ingest.store.check import check
from ingest.workers import Pool

FAMILIES = 6


SYLLABLES = [a + b for a in "bdfghklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er", "il")]


def article(topic: str, words: int = 160) -> str:
    """Made-up words drawn by the topic's name, in lines of a dozen: no two topics share a phrase."""
    pick = random.Random(topic)
    told = ["".join(pick.choice(SYLLABLES) for _ in range(pick.randint(2, 4))) for _ in range(words)]
    return "\n".join(" ".join(told[i : i + 12]).capitalize() + "." for i in range(0, words, 12))


def variants(topic: str) -> list[str]:
    """One article as six outlets have it: as it is, in capitals, with a header, cut, with a few words changed."""
    text = article(topic)
    words = text.split(" ")
    changed = [w if i % 17 else "elsewhere" for i, w in enumerate(words)]
    return [
        text,
        text.upper(),
        f"{topic} reporter, for the morning paper.\n\n{text}",
        " ".join(words[: int(len(words) * 0.8)]),
        " ".join(changed),
    ]


def partition(workshop: Workshop) -> set[frozenset[str]]:
    """The raw paths of each cluster."""
    clusters = defaultdict(set)
    for table in ("documents", "duplicates"):
        for r in workshop.rows(table):
            clusters[r["cluster_id"]].add(r["record_id"] or r["raw_path"])
    return {frozenset(c) for c in clusters.values()}


RECORDS = [
    (f"{topic}-{i}", text) for topic in map(str, range(FAMILIES)) for i, text in enumerate(variants(f"topic {topic}"))
] + [(f"alone-{i}", article(f"alone {i}")) for i in range(6)]


def dropped(workshop: Workshop, name: str, records: list[tuple[str, str]]) -> None:
    workshop.drop(name, "\n".join(json.dumps({"id": i, "text": t}) for i, t in records))


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> set[frozenset[str]]:
    """The clusters of all records in one file, one run, one group."""
    shop = Workshop(tmp_path_factory.mktemp("at-once"))
    dropped(shop, "all.jsonl", RECORDS)
    shop.run()
    return partition(shop)


def test_copies_are_one_cluster_and_other_articles_are_not(at_once: set[frozenset[str]]) -> None:
    assert at_once == {frozenset(f"{t}-{i}" for i in range(5)) for t in range(FAMILIES)} | {
        frozenset({f"alone-{i}"}) for i in range(6)
    }


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_two_texts_are_judged_alike_whoever_comes_first(one: str, other: str) -> None:
    a, b = (features(normalized(t + " " + one)) for t in (one, other))
    if len(a.distinct) and len(b.distinct):
        forth, back = compare(a, b), compare(b, a)
        assert judged(forth, Dedupe()) == judged(back, Dedupe())
        assert (forth.jaccard, forth.cover_shorter, forth.figures_longer) == (
            back.jaccard,
            back.cover_shorter,
            back.figures_longer,
        )


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.randoms(use_true_random=False),
    st.integers(1, 12),
    st.sampled_from([0.002, 0.01, 256.0]),
    st.sampled_from([2, 100]),
)
def test_clusters_do_not_depend_on_order_files_batches_groups_or_the_cap(
    tmp_path_factory: pytest.TempPathFactory,
    at_once: set[frozenset[str]],
    pick: random.Random,
    files: int,
    size: float,
    cap: int,
) -> None:
    shop = Workshop(tmp_path_factory.mktemp("split"))
    records = list(RECORDS)
    pick.shuffle(records)
    for number in range(files):
        dropped(shop, f"{number}.jsonl", records[number::files])
        if pick.random() < 0.5:
            shop.run(run__group_mb=size, run__batch_mb=size, dedupe__band_cap=cap)
    shop.run(run__group_mb=size, run__batch_mb=size, dedupe__band_cap=cap)
    assert partition(shop) == at_once


def test_the_next_day_is_compared_with_all_before(workshop: Workshop) -> None:
    first, second, *_ = variants("harbour")
    workshop.drop("monday.txt", first)
    workshop.run()
    workshop.drop("tuesday.txt", second + " And more was said.")
    workshop.run()
    document, duplicate = workshop.rows("documents")[0], workshop.rows("duplicates")[0]
    assert (duplicate["duplicate_of"], duplicate["duplicate_method"]) == (document["doc_id"], "near")
    assert duplicate["cluster_id"] == document["cluster_id"] == document["doc_id"]
    assert 0.9 < duplicate["duplicate_similarity"] < 1.0


def bridge() -> tuple[str, str, str]:
    """A, B and C, of which B is near both and A and C are not near."""
    parts = [article(f"part {i}", 20) for i in range(24)]
    return " ".join(parts[:20]), " ".join(parts[2:22]), " ".join(parts[4:])


def test_two_clusters_that_turn_out_to_be_one_keep_the_older_name_and_it_is_recorded(workshop: Workshop) -> None:
    a, b, c = bridge()
    workshop.drop("a.txt", a)
    workshop.run()
    workshop.drop("c.txt", c)
    workshop.run()
    before = workshop.by_path("documents")
    assert len(before) == 2
    workshop.drop("b.txt", b)
    workshop.run()
    older, younger = before["a.txt"]["cluster_id"], before["c.txt"]["cluster_id"]
    assert {r["cluster_id"] for t in ("documents", "duplicates") for r in workshop.rows(t)} == {older}
    assert [(r["old_id"], r["new_id"]) for r in workshop.rows("cluster_merges")] == [(younger, older)]
    assert set(workshop.by_path("documents")) == {"a.txt"}
    assert {r["duplicate_of"] for r in workshop.rows("duplicates")} == {before["a.txt"]["doc_id"]}


def test_when_the_original_goes_a_near_copy_stands_for_the_cluster_under_the_same_name(workshop: Workshop) -> None:
    texts = variants("market")
    for name, text in zip("abc", (texts[2], texts[0], texts[3]), strict=True):
        workshop.drop(f"{name}.txt", text)
    workshop.run()
    cluster = workshop.by_path("documents")["a.txt"]["cluster_id"]
    (workshop.raw / "a.txt").unlink()
    workshop.run(run__vanished="remove", run__remove_most=1.0)
    assert workshop.by_path("documents")["b.txt"]["cluster_id"] == cluster
    assert workshop.by_path("duplicates")["c.txt"]["duplicate_of"] == workshop.by_path("documents")["b.txt"]["doc_id"]
    assert {r["raw_path"] for r in workshop.rows("bands")} == {"b.txt", "c.txt"}


def test_a_typo_mended_in_the_original_changes_no_name(workshop: Workshop) -> None:
    texts = variants("letter")
    workshop.drop("a.txt", texts[2])
    workshop.drop("b.txt", texts[0])
    workshop.run()
    before = workshop.by_path("documents")["a.txt"]
    workshop.drop("a.txt", texts[2].replace(" ", " mended ", 1))
    workshop.run()
    after = workshop.by_path("documents")["a.txt"]
    assert (after["doc_id"], after["cluster_id"]) == (before["doc_id"], before["cluster_id"])
    assert workshop.by_path("duplicates")["b.txt"]["duplicate_of"] == after["doc_id"]


def test_an_article_that_becomes_another_leaves_its_cluster(workshop: Workshop) -> None:
    texts = variants("tower")
    workshop.drop("a.txt", texts[2])
    workshop.drop("b.txt", texts[0])
    workshop.run()
    cluster = workshop.by_path("documents")["a.txt"]["cluster_id"]
    workshop.drop("a.txt", article("something else"))
    workshop.run()
    documents = workshop.by_path("documents")
    assert documents["b.txt"]["cluster_id"] == cluster
    assert documents["a.txt"]["cluster_id"] not in (cluster, "")


def test_a_digest_holds_its_stories_and_is_no_duplicate(workshop: Workshop) -> None:
    stories = [article(f"story {i}") for i in range(3)]
    for i, story in enumerate(stories):
        workshop.drop(f"{i}.txt", story)
    workshop.run()
    workshop.drop("digest.txt", "\n\n".join(stories))
    workshop.run()
    documents = workshop.by_path("documents")
    assert len(documents) == 4
    assert set(documents["digest.txt"]["contains"]) == {documents[f"{i}.txt"]["doc_id"] for i in range(3)}


def test_a_later_version_at_the_same_address_stands_beside_the_first(workshop: Workshop) -> None:
    text = article("flood")
    first = {"text": text, "url": "https://www.example.org/flood?utm_source=x"}
    later = {"text": text + " Two more villages were reached.", "url": "http://example.org/flood/"}
    workshop.drop("a.jsonl", json.dumps(first))
    workshop.run()
    workshop.drop("b.jsonl", json.dumps(later))
    workshop.run()
    documents = workshop.by_path("documents")
    assert documents["b.jsonl"]["revision_of"] == documents["a.jsonl"]["doc_id"]
    assert documents["a.jsonl"]["revision_of"] is None
    assert documents["a.jsonl"]["cluster_id"] == documents["b.jsonl"]["cluster_id"]


BULLETIN = "The bank lends {a} million at {b} percent to customers of the town on this day. " + article("bank", 60)


def test_bulletins_of_one_template_stay_apart(workshop: Workshop) -> None:
    for day in range(12):
        workshop.drop(f"{day}.txt", BULLETIN.format(a=day * 7 + 100, b=day + 3))
    workshop.run()
    assert len(workshop.rows("documents")) == 12


@pytest.mark.parametrize("text", ["", "word", "two words", "!!!", "\u0000"])
def test_texts_of_hardly_a_word_are_only_ever_exact_duplicates(workshop: Workshop, text: str) -> None:
    workshop.drop("a.jsonl", "\n".join(json.dumps({"id": i, "text": t}) for i, t in enumerate((text, text, "other"))))
    workshop.run()
    assert {r["duplicate_method"] for r in workshop.rows("duplicates")} <= {"exact"}


def test_keys_of_other_settings_are_refused_until_the_index_is_made_anew(workshop: Workshop) -> None:
    texts = variants("garden")
    workshop.drop("a.txt", texts[0])
    workshop.run()
    workshop.drop("b.txt", texts[2])
    with pytest.raises(UserError, match="ingest reindex"):
        workshop.run(dedupe__bands=20)
    assert reindex(workshop.settings(dedupe__bands=20)) == 1
    workshop.run(dedupe__bands=20)
    assert workshop.by_path("duplicates")["b.txt"]["duplicate_method"] == "near"


@pytest.mark.parametrize(("setting", "winner"), [("published", "b.jsonl"), ("met", "a.jsonl"), ("longest", "c.jsonl")])
def test_who_stands_for_new_members_is_a_setting(workshop: Workshop, setting: str, winner: str) -> None:
    texts = variants("school")
    for name, text, day in (
        ("a", texts[0], "03"),
        ("b", texts[4], "01"),
        ("c", texts[2] + "\nAnd much more was said of it by others.", "02"),
    ):
        workshop.drop(f"{name}.jsonl", json.dumps({"text": text, "published": f"2024-05-{day}"}))
    workshop.run(dedupe__canonical=setting)
    assert set(workshop.by_path("documents")) == {winner}


def test_preferred_sources_stand_for_new_members_before_all_others(workshop: Workshop) -> None:
    texts = variants("prefer")
    for name, text, day in (("a", texts[0], "01"), ("b", texts[2], "03"), ("c", texts[4], "02")):
        workshop.drop(f"{name}.jsonl", json.dumps({"text": text, "source": name, "published": f"2024-05-{day}"}))
    workshop.run(dedupe__prefer_sources=("z", "b"))
    assert set(workshop.by_path("documents")) == {"b.jsonl"}


def test_a_version_that_grew_too_much_follows_the_last_one_before(workshop: Workshop) -> None:
    text, url = article("storm"), "https://www.example.org/storm"
    for day, told in enumerate((text, text + " Two more were found.", text + "\n" + article("storm, more", 200))):
        workshop.drop(f"{day}.jsonl", json.dumps({"text": told, "url": url, "published": f"2024-05-0{day + 1}"}))
        workshop.run()
    documents = workshop.by_path("documents")
    assert documents["1.jsonl"]["revision_of"] == documents["0.jsonl"]["doc_id"]
    assert documents["2.jsonl"]["cluster_id"] == documents["2.jsonl"]["doc_id"]
    assert documents["2.jsonl"]["revision_of"] == documents["1.jsonl"]["doc_id"]


FOOT = "\n\n" + "\n".join(article(f"foot {n}", 11) for n in range(9))


def test_what_a_source_puts_under_everything_can_be_discounted(workshop: Workshop) -> None:
    for n in range(4):
        workshop.drop(f"valley/{n}.txt", article(f"own {n}", 70) + FOOT)
    workshop.run(dedupe__discount=3)
    workshop.drop("hill/copy.txt", article("own 0", 70) + " And so on.")  # less than half of it, and all but the foot
    before = len(workshop.rows("documents"))
    workshop.run(dedupe__discount=3)
    (found,) = workshop.rows("duplicates")
    assert (before, found["raw_path"], found["duplicate_method"]) == (4, "hill/copy.txt", "near")
    assert workshop.by_path("documents")["valley/0.txt"]["text"].endswith(FOOT.strip())  # no text is changed


def test_nothing_is_discounted_unless_it_is_asked_for(workshop: Workshop) -> None:
    for n in range(4):
        workshop.drop(f"valley/{n}.txt", article(f"own {n}", 70) + FOOT)
    workshop.run()
    workshop.drop("hill/copy.txt", article("own 0", 70) + " And so on.")
    workshop.run()
    assert workshop.rows("duplicates") == []


def test_a_raw_file_of_several_clusters_names_them(workshop: Workshop) -> None:
    dropped(workshop, "two.jsonl", [("a", article("first of two")), ("b", article("second of two"))])
    workshop.run()
    ids = [r["cluster_id"] for r in workshop.rows("documents")]
    with pytest.raises(UserError, match="in 2 clusters") as told:
        duplicates.told(workshop.store, "two.jsonl")
    assert all(f"ingest duplicates {i}" in str(told.value) for i in ids)


def test_two_processes_make_the_same_clusters(tmp_path: Path, at_once: set[frozenset[str]]) -> None:
    shop = Workshop(tmp_path)
    dropped(shop, "all.jsonl", RECORDS)
    with Pool(2) as pool:
        pipeline.run(shop.settings(run__batch_mb=0.002), pool.map)
    assert partition(shop) == at_once


class Killed(BaseException):
    """As if the process had ended here."""


@pytest.mark.parametrize("step", ["run_batch", "verify", "write", "rewrite", "commit"])
def test_a_run_killed_at_any_step_leaves_index_and_documents_agreeing(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    texts = variants("ferry")
    workshop.drop("a.txt", texts[0])
    workshop.drop("b.txt", texts[2])
    workshop.run()
    workshop.drop("a.txt", article("another matter"))  # its row goes, b is promoted, c joins it
    workshop.drop("c.txt", texts[4])

    def dying(asked: str, items: Sequence[Any]) -> Iterable[Any]:
        done = list(pipeline.serially(asked, items))
        if asked == step:
            raise Killed
        return done

    with monkeypatch.context() as patched:
        if step == "commit":
            patched.setattr("ingest.store.view.publish", lambda *_: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            pipeline.run(workshop.settings(), dying)
    if step != "commit":
        assert check(workshop.store) == []
        assert {r["raw_path"] for r in workshop.rows("bands")} == {"a.txt", "b.txt"}
    workshop.run()  # sound again, or it fails here
    assert set(workshop.by_path("documents")) == {"a.txt", "b.txt"}
    assert workshop.by_path("duplicates")["c.txt"]["duplicate_of"] == workshop.by_path("documents")["b.txt"]["doc_id"]


def test_a_store_without_an_index_gets_one_from_the_next_run(workshop: Workshop) -> None:
    texts = variants("island")
    workshop.drop("a.txt", texts[0])
    workshop.run()
    store = workshop.store
    with store.lock():
        removed = tuple(f.name for f in store.files("bands"))
        store.commit(Change("test", "r", "test", datetime.now(UTC), store.head().raw_root, "x", "0", removed=removed))
    assert check(workshop.store) != []
    workshop.drop("b.txt", texts[2])
    workshop.run()
    assert workshop.by_path("duplicates")["b.txt"]["duplicate_method"] == "near"


def test_a_cluster_of_many_equal_documents_is_placed_in_one_pass(workshop: Workshop) -> None:
    members = [Member(f"{n:032x}", f"{n}.txt", -1, "k") for n in range(100_000)]
    placed = place(members, members[0].doc_id, Dedupe())
    assert placed is not None
    assert sum(p.duplicate_of is None for p in placed.placings) == 1


def test_a_cluster_is_shown_with_what_differs(workshop: Workshop) -> None:
    texts = variants("winter")
    workshop.drop("one/a.txt", texts[0])
    workshop.run()
    workshop.drop("two/b.txt", texts[4])
    workshop.run()
    for asked in ("one/a.txt", workshop.rows("duplicates")[0]["doc_id"], workshop.rows("documents")[0]["cluster_id"]):
        said = duplicates.rendered(duplicates.told(workshop.store, asked))
        assert "near duplicate, similarity" in said
        assert "{+elsewhere" in said
    (row,) = duplicates.by_source(workshop.store)
    assert (row["duplicates"], row["method"]) == (1, "near")
    assert duplicates.repeated(workshop.store) == []
    with pytest.raises(UserError, match="no document has this id"):
        duplicates.told(workshop.store, "nothing")


def test_paragraphs_that_a_source_repeats_are_told(workshop: Workshop) -> None:
    footer = "Sign up for our letter and never miss a story from the valley again."
    for n in range(6):
        workshop.drop(f"valley/{n}.txt", f"{article(f'valley {n}')}\n\n{footer}")
    workshop.run()
    told = duplicates.repeated(workshop.store, least=6)
    assert [(r["documents"], r["text"]) for r in told] == [(6, footer)]
    assert 0 < told[0]["share"] < 0.5
