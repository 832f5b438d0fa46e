"""Who holds whom: `contains` and `contained_in` name documents that hold the text, and find short excerpts."""

import json

import pytest
from conftest import Workshop
from test_duplicates import article

from ingest.core.options import Dedupe
from ingest.dedupe import compare, features, judged, normalized
from ingest.explain import explained, render

PARAGRAPHS = [article(f"canal {n}", 60).replace("\n", " ") for n in range(14)]
WHOLE = "\n\n".join(PARAGRAPHS)
FOOT = "Sign up for our letter and never miss a story from the valley again, every week."


def after(workshop: Workshop, *days: dict[str, str]) -> dict[str, dict]:
    for day in days:
        for name, text in day.items():
            workshop.drop(f"{name}.txt", text)
        workshop.run()
    return {
        name.removesuffix(".txt"): r for t in ("documents", "duplicates") for name, r in workshop.by_path(t).items()
    }


# ---- what is no excerpt


def test_a_foot_that_stories_share_makes_none_hold_another(workshop: Workshop) -> None:
    rows = after(workshop, {str(n): f"{article(f'own {n}', 90)}\n\n{FOOT}" for n in range(4)})
    assert not any(r["contains"] or r["contained_in"] for r in rows.values())


def test_a_text_that_adds_as_much_of_its_own_is_no_excerpt(workshop: Workshop) -> None:
    rows = after(workshop, {"whole": WHOLE, "reply": f"{PARAGRAPHS[3]}\n\n{article('reply', 60)}"})
    assert not any(r["contains"] or r["contained_in"] for r in rows.values())


def test_a_saying_is_in_no_text() -> None:
    few, all_ = (features(normalized(t)) for t in (" ".join(PARAGRAPHS[2].split()[:8]), WHOLE))
    assert judged(compare(few, all_), Dedupe()) is None


def test_a_paragraph_in_more_texts_than_copies_of_one_article_leads_nowhere(workshop: Workshop) -> None:
    records = [{"id": str(n), "text": f"{article(f'own {n}', 300)}\n{FOOT}"} for n in range(60)]
    workshop.drop("many.jsonl", "\n".join(map(json.dumps, records)))
    workshop.drop("foot.txt", FOOT)
    workshop.run()
    assert workshop.by_path("documents")["foot.txt"]["contained_in"] == []


# ---- what is one


@pytest.mark.parametrize(
    "excerpt",
    [PARAGRAPHS[5], PARAGRAPHS[0].upper(), f"{PARAGRAPHS[8][-250:]}\n\n{PARAGRAPHS[9]}\n\n{PARAGRAPHS[10][:200]}"],
)
@pytest.mark.parametrize("together", [True, False])
def test_a_paragraph_verbatim_is_found_in_a_long_article(workshop: Workshop, excerpt: str, together: bool) -> None:
    whole, short = {"whole": WHOLE}, {"short": excerpt}
    rows = after(workshop, {**whole, **short}) if together else after(workshop, whole, short)
    assert rows["short"]["contained_in"] == [rows["whole"]["doc_id"]]
    assert rows["whole"]["contains"] == ([rows["short"]["doc_id"]] if together else [])
    assert rows["short"]["cluster_id"] != rows["whole"]["cluster_id"]


def test_an_article_that_comes_after_its_excerpts_names_them(workshop: Workshop) -> None:
    rows = after(workshop, {"a": PARAGRAPHS[2], "b": PARAGRAPHS[7]}, {"whole": WHOLE})
    assert set(rows["whole"]["contains"]) == {rows["a"]["doc_id"], rows["b"]["doc_id"]}


def test_a_copy_that_comes_later_names_whom_the_first_named(workshop: Workshop) -> None:
    rows = after(workshop, {"whole": WHOLE, "a": PARAGRAPHS[2]}, {"b": PARAGRAPHS[2].upper()})
    assert rows["b"]["duplicate_of"] == rows["a"]["doc_id"]
    assert rows["b"]["contained_in"] == rows["a"]["contained_in"] == [rows["whole"]["doc_id"]]


def test_where_only_a_duplicate_holds_the_text_that_one_is_named(workshop: Workshop) -> None:
    short = "\n\n".join(PARAGRAPHS[:11])  # stands, as it came first and is not cut
    rows = after(workshop, {"a": short}, {"b": "\n\n".join(PARAGRAPHS[:13])}, {"short": PARAGRAPHS[12]})
    assert rows["b"]["duplicate_of"] == rows["a"]["doc_id"]
    assert rows["short"]["contained_in"] == [rows["b"]["doc_id"]]


def test_of_copies_that_all_hold_it_the_one_that_stands_is_named(workshop: Workshop) -> None:
    copies = {n: f"{n} reporter, for the morning paper.\n\n{WHOLE}" for n in ("a", "b", "c")}
    rows = after(workshop, copies, {"short": PARAGRAPHS[12]})
    stands = next(r["doc_id"] for n, r in rows.items() if n in copies and "duplicate_of" not in r)
    assert rows["short"]["contained_in"] == [stands]


def test_every_document_that_is_named_holds_the_text(workshop: Workshop) -> None:
    """Excerpts, cut copies and digests of two articles, in three runs."""
    other = "\n\n".join(article(f"mill {n}", 60).replace("\n", " ") for n in range(8))
    rows = after(
        workshop,
        {"c": "\n\n".join(PARAGRAPHS[:9]), "x": PARAGRAPHS[4], "y": "\n\n".join(PARAGRAPHS[8:10])},
        {"whole": WHOLE, "other": other, "z": PARAGRAPHS[13]},
        {"digest": f"{WHOLE}\n\n{other}\n\n{article('third', 500)}", "w": PARAGRAPHS[13] + "\n\n" + PARAGRAPHS[12]},
    )
    texts = {r["doc_id"]: set(r["text"].split()) for r in rows.values()}
    named = 0
    for r in rows.values():
        mine = set(r["text"].split())
        pairs = [(mine, texts[d]) for d in r["contained_in"]] + [(texts[d], mine) for d in r["contains"]]
        assert all(len(held - holder) <= 0.2 * len(held) for held, holder in pairs)
        named += len(pairs)
    assert named >= 10


def test_explain_shows_who_stands_for_whom_and_who_holds_whom(workshop: Workshop) -> None:
    day = {"cut": "\n\n".join(PARAGRAPHS[:9]), "whole": WHOLE, "alone": article("alone")}
    rows = after(workshop, day, {"short": PARAGRAPHS[3]})
    told = {n: render(explained(workshop.store, f"{n}.txt"), colour=False) for n in rows}
    assert (
        f"stands for           1 duplicate\n{'':23}{rows['cut']['doc_id']}  cut.txt  near, similarity 0.6"
        in told["whole"]
    )
    assert f"duplicate_of         {rows['whole']['doc_id']}  whole.txt, similarity 0.6" in told["cut"]
    assert f"contained_in         {rows['whole']['doc_id']}  whole.txt" in told["short"]
    assert f"contains             {rows['short']['doc_id']}  short.txt" in told["whole"]  # though its row came before
    assert not any(word in told["alone"] for word in ("stands for", "contain", "duplicate"))
    (row,) = explained(workshop.store, "whole.txt")["documents"]
    assert [r["raw_path"] for r in row["kin"]["duplicates"]] == ["cut.txt"]


def test_explain_lets_no_path_steer_the_terminal_and_names_records(workshop: Workshop) -> None:
    workshop.drop("a\x1b[31m.txt", WHOLE)
    workshop.drop("b.jsonl", json.dumps({"id": "seven\n", "text": WHOLE}))
    workshop.run()
    told = render(explained(workshop.store, "b.jsonl"), colour=False)
    assert "a\\u001b[31m.txt" in told
    assert "\x1b" not in told
    assert "record seven⏎" in render(explained(workshop.store, "a\x1b[31m.txt"), colour=False)
