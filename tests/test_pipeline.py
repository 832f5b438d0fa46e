"""The road from end to end: what comes in, what changes, what moves, what goes."""

import gzip
import json
import os
import random
import time

import pytest
from conftest import LONG, Workshop, article

from ingest import pipeline
from ingest.core.errors import StoreBusy, StoreError, UserError
from ingest.pipeline import Options, running
from ingest.pipeline.borders import apart
from ingest.report.summary import summary
from ingest.store.content import content_hash
from tests.kinds import warc


def lines(*records: dict | str) -> str:
    return "\n".join(r if isinstance(r, str) else json.dumps(r) for r in records) + "\n"


# ---------------------------------------------------------------- taking in
def test_records_in_are_documents_duplicates_and_rejects(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    workshop.drop("b.txt", article("a").upper())
    workshop.drop(
        "c.jsonl", lines({"id": 1, "text": article("c")}, "{broken", {"id": 2}, {"id": 3, "text": article("a")})
    )
    workshop.drop("empty.txt", "")
    workshop.drop("junk.bin", bytes(range(256)) * 9)
    report = workshop.run()
    assert (report.records, report.documents, report.duplicates, report.rejects) == (8, 2, 2, 4)
    assert dict(report.reasons) == {"broken_record": 1, "no_text": 1, "empty": 1, "binary": 1}
    assert not report.failed
    told = workshop.by_path("raw_files")["c.jsonl"]
    assert (told["records"], told["documents"], told["duplicates"], told["rejects"]) == (4, 1, 1, 2)


def test_a_second_run_writes_nothing_at_all(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    workshop.drop("empty.txt", "")
    workshop.run()
    before = {p: p.lstat().st_mtime_ns for p in workshop.processed.rglob("*") if p.is_file()}
    report = workshop.run(sound=False)
    assert report.commits == 0
    assert {p: p.lstat().st_mtime_ns for p in workshop.processed.rglob("*") if p.is_file()} == before


def test_an_empty_raw_folder_gives_every_table_empty(workshop: Workshop) -> None:
    workshop.run()
    assert {p.name for p in workshop.processed.iterdir() if p.is_symlink()} >= {
        "documents",
        "duplicates",
        "edits",
        "rejects",
    }
    assert workshop.rows("documents") == []
    assert workshop.run().commits == 0


def test_hidden_and_temporary_names_links_and_fifos_are_never_read(workshop: Workshop) -> None:
    secret = workshop.drop("../secret.txt", LONG)
    workshop.drop(".hidden.txt", LONG)
    workshop.drop("half.txt.part", LONG)
    (workshop.raw / "out.txt").symlink_to(secret)
    (workshop.raw / "folder").symlink_to(secret.parent)
    os.mkfifo(workshop.raw / "pipe.txt")
    report = workshop.run()
    assert report.documents == 0
    assert {r["raw_path"]: r["reason"] for r in workshop.rows("rejects")} == {
        "out.txt": "symlink",
        "folder": "symlink",
        "pipe.txt": "special_file",
    }
    assert workshop.run().commits == 0


def test_names_of_any_bytes_are_taken_in_and_told_apart(workshop: Workshop) -> None:
    folder = os.fsencode(workshop.raw)
    for i, name in enumerate(
        (b"two\nlines.txt", b"caf\xe9.txt", b"caf\\xe9.txt", b"n" * 250 + b".txt", "café.txt".encode())
    ):
        with open(os.path.join(folder, name), "wb") as f:
            f.write(article(f"n{i}").encode())
    assert workshop.run().documents == 5
    assert {r["raw_path"] for r in workshop.rows("documents")} == {
        "two\nlines.txt",
        "caf\\xe9.txt",
        "caf\\x5cxe9.txt",
        "n" * 250 + ".txt",
        "café.txt",
    }


def test_lone_surrogates_and_nuls_become_text_that_any_table_holds(workshop: Workshop) -> None:
    workshop.drop(
        "s.jsonl", '{"id": "\\ud800x", "text": "A lone \\udfff half, and a NUL\\u0000 too.", "title": "\\ud83d"}\n'
    )
    workshop.run()
    (row,) = workshop.rows("documents")
    assert (row["record_id"], row["text"], row["title"]) == ("�x", "A lone � half, and a NUL too.", "�")
    assert row["replaced_chars"] == 1


def test_a_sidecar_gives_facts_and_is_no_article(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    workshop.drop("a.txt.meta.json", json.dumps({"published": "2025-05-19", "source": "post", "desk": "city"}))
    workshop.drop("lonely.txt.meta.json", "{}")
    workshop.drop("b.txt", article("b"))
    workshop.drop("b.txt.meta.json", '{"title": 7}')
    workshop.run()
    row = workshop.by_path("documents")["a.txt"]
    assert (str(row["published_date"]), row["published_origin"], row["source"]) == (
        "2025-05-19",
        "sidecar:published",
        "post",
    )
    assert json.loads(row["extra"]) == {"desk": "city"}
    assert {r["raw_path"]: r["reason"] for r in workshop.rows("rejects")} == {
        "lonely.txt.meta.json": "bad_sidecar",
        "b.txt": "bad_sidecar",
    }
    assert "b.txt" in workshop.by_path("documents"), "its article comes in all the same"


def test_a_sidecar_that_finds_its_file_is_no_reject_any_more(workshop: Workshop) -> None:
    workshop.drop("a.txt.meta.json", '{"source": "post"}')
    workshop.run()
    workshop.drop("a.txt", article("a"))
    workshop.run()
    assert workshop.rows("rejects") == []
    assert [r["raw_path"] for r in workshop.rows("raw_files")] == ["a.txt"]


def test_a_changed_sidecar_makes_the_row_anew(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    workshop.run()
    before = workshop.by_path("documents")["a.txt"]
    workshop.drop("a.txt.meta.json", '{"source": "post"}')
    workshop.run()
    after = workshop.by_path("documents")["a.txt"]
    assert (after["doc_id"], after["source"], after["ingested_at"]) == (before["doc_id"], "post", before["ingested_at"])
    assert after["updated_at"] > before["updated_at"]


def test_a_sidecar_nested_too_deeply_costs_itself_alone(workshop: Workshop) -> None:
    for depth in (400, 700, 5_000):
        workshop.drop(f"{depth}.txt", article(str(depth)))
        workshop.drop(f"{depth}.txt.meta.json", '{"x":' + "[" * depth + "]" * depth + "}")
    report = workshop.run()
    assert report.documents == 3
    assert {r["reason"] for r in workshop.rows("rejects")} == {"bad_sidecar"}


def test_columns_that_are_named_win_and_what_gives_way_is_kept(workshop: Workshop) -> None:
    workshop.drop("a.csv", "Body,text,nr\nThe real body of it.,teaser,1\n")
    workshop.drop("b.json", '[{"text": "teaser", "Body": "Another real body."}]')
    workshop.run(read__columns="text = Body")
    rows = workshop.by_path("documents")
    assert {path: (r["text"].strip(), json.loads(r["extra"])["text"]) for path, r in rows.items()} == {
        "a.csv": ("The real body of it.", "teaser"),
        "b.json": ("Another real body.", "teaser"),
    }


@pytest.mark.parametrize("size", [None, 0.0003])
def test_damage_in_a_packed_crawl_costs_itself_alone(workshop: Workshop, size: float | None) -> None:
    members = [gzip.compress(r) for r in warc("ferry", "bridge", "school", "market")]
    noise = random.Random(1).randbytes(200_000)
    cut = gzip.compress(warc("picture")[-1] + noise, 1)[:20_000]  # a crawler that was killed while it wrote
    flipped = b"\0" + members[-1][1:]
    workshop.drop("a.warc.gz", members[0] + cut + b"".join(members[1:]) * 3 + flipped + members[0])
    report = workshop.run(run__batch_mb=size) if size else workshop.run()
    whole = len(members[1:]) * 3 + 2
    assert report.records == whole + 2
    assert sorted(r["reason"] for r in workshop.rows("rejects")) == ["broken_record", "truncated"]


def test_a_record_that_says_it_is_longer_than_it_is_swallows_no_other(workshop: Workshop) -> None:
    before, after = warc("ferry"), warc("bridge", "school")
    said = before[-1].index(b"Content-Length: ") + len(b"Content-Length: ")
    broken = before[-1][:said] + b"9" + before[-1][said:]
    workshop.drop("a.warc", b"".join(before[:-1]) + broken + b"".join(after) * 20)
    report = workshop.run()
    assert report.records == len(before) + len(after) * 20
    assert [r["reason"] for r in workshop.rows("rejects")] == ["truncated"]


def test_what_is_supplied_and_cannot_be_read_is_kept_and_flagged(workshop: Workshop) -> None:
    told = {"text": article("a"), "title": 5, "published": "soon", "url": "harbour", "authors": ["Ada Example"]}
    workshop.drop("a.json", json.dumps([told]))
    workshop.drop("a.json.meta.json", json.dumps({"published": "later"}))
    workshop.run()
    (row,) = workshop.rows("documents")
    assert {f for f in row["flags"] if f.startswith("enrich:unread")} == {
        "enrich:unread-published",
        "enrich:unread-title",
        "enrich:unread-url",
    }
    extra = json.loads(row["extra"])
    assert (extra["title"], extra["url"], row["authors"]) == (5, "harbour", ["Ada Example"])
    assert {extra["published"], extra["sidecar:published"]} == {"soon", "later"}


def test_a_sidecar_that_is_a_link_is_a_reject_and_not_followed(workshop: Workshop) -> None:
    secret = workshop.drop("../facts.json", '{"source": "secret"}')
    workshop.drop("a.txt", article("a"))
    (workshop.raw / "a.txt.meta.json").symlink_to(secret)
    workshop.run()
    assert workshop.by_path("documents")["a.txt"]["source"] is None
    assert {r["raw_path"]: r["reason"] for r in workshop.rows("rejects")} == {"a.txt.meta.json": "symlink"}


def test_a_folder_that_cannot_be_listed_is_a_reject_and_what_was_below_it_is_not_gone(
    workshop: Workshop, monkeypatch
) -> None:
    for name in ("open/a.txt", "shut/b.txt", "c.txt", "d.txt", "e.txt"):
        workshop.drop(name, article(name))
    workshop.run()
    true = os.scandir

    def refusing(path):
        if isinstance(path, bytes) and path.endswith(b"/shut"):
            raise PermissionError(13, "Permission denied")
        return true(path)

    with monkeypatch.context() as patch:
        patch.setattr("ingest.discover.walk.os.scandir", refusing)
        report = workshop.run(run__vanished="remove", sound=False)
        assert (report.vanished, report.removed, dict(report.reasons)) == (0, 0, {"unreadable": 1})
        assert workshop.run(sound=False).commits == 0
    workshop.run()
    assert workshop.rows("rejects") == []
    assert len(workshop.rows("documents")) == 5
    assert {r["state"] for r in workshop.rows("raw_files")} == {"present"}


# ---------------------------------------------------------------- keys
def test_equal_keys_of_one_file_are_numbered_in_file_order_however_it_is_cut(workshop: Workshop) -> None:
    records = [{"id": "same", "text": article(f"n{i}")} for i in range(30)] + [{"text": article("twin")}] * 3
    workshop.drop("a.jsonl", lines(*records))
    workshop.run()
    whole = sorted(
        (r["doc_id"], r["record_occurrence"], r["text"]) for t in ("documents", "duplicates") for r in workshop.rows(t)
    )
    assert sorted(r[1] for r in whole) == sorted([*range(30), 0, 1, 2])
    other = Workshop(workshop.raw.parent / "cut")
    other.drop("a.jsonl", lines(*records))
    other.run(run__batch_mb=0.001)
    assert whole == sorted(
        (r["doc_id"], r["record_occurrence"], r["text"]) for t in ("documents", "duplicates") for r in other.rows(t)
    )


def test_a_damaged_crawl_gives_the_same_however_it_is_cut(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    *before, last = warc("ferry", "bridge", "school", "market")
    said = last.index(b"Content-Length: ") + len(b"Content-Length: ")
    workshop.drop(
        "a.warc", b"".join(before) + last[:said] + b"1" + last[said:] + b"".join(warc("harbour", "light", "pier"))
    )
    workshop.drop("beside.txt", article("beside"))
    report = workshop.run()
    assert (report.documents + report.duplicates, report.rejects) == (7, 1)
    uncut = []
    monkeypatch.setattr(running, "apart", lambda staged: uncut.append(apart(staged)) or uncut[-1])
    for number, size in enumerate((0.0003, 0.0007, 0.0011)):
        other = Workshop(workshop.raw.parent / str(number))
        for path in workshop.raw.iterdir():
            other.drop(path.name, path.read_bytes())
        assert other.run(run__batch_mb=size).records == report.records
        assert content_hash(workshop.store) == content_hash(other.store)
    assert frozenset(["a.warc"]) in uncut


def test_groups_and_batches_do_not_change_what_comes_out(workshop: Workshop) -> None:
    for i in range(12):
        workshop.drop(f"{i % 3}/{i}.txt", article(str(i % 7)))
    workshop.drop("many.jsonl", lines(*({"id": i, "text": article(f"m{i % 20}")} for i in range(40))))
    workshop.run()
    other = Workshop(workshop.raw.parent / "other")
    for path in workshop.raw.rglob("*.*"):
        other.drop(str(path.relative_to(workshop.raw)), path.read_bytes())
    report = other.run(run__batch_mb=0.0005, run__batch_files=2, store__row_group_rows=3)
    assert content_hash(workshop.store) == content_hash(other.store)
    small = Workshop(workshop.raw.parent / "small")
    for path in workshop.raw.rglob("*.*"):
        small.drop(str(path.relative_to(workshop.raw)), path.read_bytes())
    report = small.run(run__group_files=1, store__fold_files=2, store__file_rows=5)
    assert report.commits == 13
    assert content_hash(workshop.store) == content_hash(small.store)


# ---------------------------------------------------------------- change, move, vanish
def test_a_changed_file_keeps_its_id_and_leaves_no_old_row(workshop: Workshop) -> None:
    workshop.drop("a.txt", " date 2025-05-19 " + article("a"))
    workshop.drop("b.txt", article("b"))
    workshop.run()
    before = workshop.by_path("documents")
    workshop.drop("a.txt", article("another"))
    report = workshop.run()
    after = workshop.by_path("documents")
    assert (report.changed, report.unchanged, report.documents) == (1, 1, 1)
    assert after["a.txt"]["doc_id"] == before["a.txt"]["doc_id"]
    assert after["a.txt"]["text"] == article("another").strip()
    assert after["b.txt"] == before["b.txt"]


def test_a_touched_file_is_not_made_anew(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    workshop.run()
    os.utime(workshop.raw / "a.txt")
    assert workshop.run().commits == 0


def test_a_file_written_in_the_second_of_the_look_is_looked_at_again(workshop: Workshop) -> None:
    path = workshop.drop("a.txt", article("a"), settled=False)
    workshop.run()
    stat = path.stat()
    path.write_text(article("b"))  # of the same length, and then with the same mtime
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert workshop.run().changed == 1


def test_a_moved_file_keeps_its_ids_and_makes_facts_of_the_path_anew(workshop: Workshop) -> None:
    workshop.drop("post/a.jsonl", lines({"id": 1, "text": article("a")}, {"text": article("b")}))
    workshop.drop("z.txt", article("z"))
    workshop.run()
    before = {r["doc_id"]: r for r in workshop.rows("documents")}
    (workshop.raw / "wire").mkdir()
    (workshop.raw / "post/a.jsonl").rename(workshop.raw / "wire/b.jsonl")
    report = workshop.run()
    after = {r["doc_id"]: r for r in workshop.rows("documents")}
    assert (report.moved, report.new, report.vanished) == (1, 0, 0)
    assert after.keys() == before.keys()
    moved = [r for r in after.values() if r["raw_path"] == "wire/b.jsonl"]
    assert [r["source"] for r in moved] == ["wire", "wire"]
    assert {r["raw_path"] for r in workshop.rows("raw_files")} == {"wire/b.jsonl", "z.txt"}


def test_a_new_file_at_a_moved_ones_old_path_has_ids_of_its_own(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    workshop.run()
    old = workshop.by_path("documents")["a.txt"]["doc_id"]
    (workshop.raw / "a.txt").rename(workshop.raw / "b.txt")
    workshop.drop("a.txt", article("fresh"))
    report = workshop.run(run__group_files=1)
    rows = workshop.by_path("documents")
    assert (report.moved, report.new) == (1, 1)
    assert rows["b.txt"]["doc_id"] == old
    assert rows["a.txt"]["doc_id"] != old


def test_a_chain_of_renames_is_followed(workshop: Workshop) -> None:
    for name in "abc":
        workshop.drop(f"{name}.txt", article(name))
    workshop.run()
    ids = {path: r["doc_id"] for path, r in workshop.by_path("documents").items()}
    for name in "cba":
        (workshop.raw / f"{name}.txt").rename(workshop.raw / f"{chr(ord(name) + 1)}.txt")
    workshop.drop("a.txt", article("fresh"))
    report = workshop.run(run__group_files=1)
    now = {path: r["doc_id"] for path, r in workshop.by_path("documents").items()}
    assert (report.moved, report.new, report.commits) == (3, 1, 1)
    assert [now[f"{n}.txt"] for n in "bcd"] == [ids[f"{n}.txt"] for n in "abc"]


def test_two_copies_of_one_gone_file_are_a_move_and_a_new_file(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    workshop.run()
    old = workshop.by_path("documents")["a.txt"]["doc_id"]
    content = (workshop.raw / "a.txt").read_bytes()
    (workshop.raw / "a.txt").unlink()
    workshop.drop("b.txt", content)
    workshop.drop("c.txt", content)
    report = workshop.run()
    assert (report.moved, report.new, report.duplicates) == (1, 1, 1)
    assert workshop.by_path("documents")["b.txt"]["doc_id"] == old


def test_rows_of_a_vanished_file_stay_and_it_may_come_back(workshop: Workshop) -> None:
    path = workshop.drop("a.txt", article("a"))
    workshop.drop("b.txt", article("b"))
    workshop.run()
    before, content = workshop.by_path("documents"), path.read_bytes()
    path.unlink()
    assert workshop.run().vanished == 1
    assert workshop.by_path("documents") == before
    assert workshop.by_path("raw_files")["a.txt"]["state"] == "vanished"
    again = workshop.run()
    assert (again.commits, again.vanished) == (0, 0), "it is told once"
    workshop.drop("a.txt", content)
    assert workshop.run().returned == 1
    assert workshop.by_path("raw_files")["a.txt"]["state"] == "present"
    assert workshop.by_path("documents") == before


def test_a_vanished_file_is_removed_when_the_setting_says_so(workshop: Workshop) -> None:
    for i in range(10):
        workshop.drop(f"{i}.txt", article(str(i)))
    workshop.run()
    (workshop.raw / "3.txt").unlink()
    report = workshop.run(run__vanished="remove")
    assert (report.removed, report.failed) == (1, False)
    assert "3.txt" not in workshop.by_path("documents")
    assert "3.txt" not in workshop.by_path("raw_files")


@pytest.mark.parametrize("gone", [5, 10])
def test_more_than_a_fifth_gone_is_refused_and_said(workshop: Workshop, gone: int) -> None:
    for i in range(10):
        workshop.drop(f"{i}.txt", article(str(i)))
    workshop.run()
    for i in range(gone):
        (workshop.raw / f"{i}.txt").unlink()
    report = workshop.run(run__vanished="remove")
    assert report.failed
    assert f"{gone} of 10 known files are gone" in report.problems[0]
    assert report.refused == gone
    assert f"{gone} gone (removal of {gone} refused, see problem; their rows stay)" in summary(report)
    assert len(workshop.rows("documents")) == 10
    assert workshop.run(run__vanished="remove", run__remove_most=1.0).failed == (gone == 10)


# ---------------------------------------------------------------- duplicates
def test_the_committed_document_stays_canonical_and_a_duplicate_is_promoted_when_it_goes(workshop: Workshop) -> None:
    workshop.drop("m.txt", article("same"))
    workshop.run()
    first = workshop.by_path("documents")["m.txt"]
    workshop.drop("a.txt", article("same").upper())
    workshop.drop("z.txt", article("same") + "\n\n")
    workshop.run()
    assert {r["duplicate_of"] for r in workshop.rows("duplicates")} == {first["doc_id"]}
    before = workshop.by_path("duplicates")["a.txt"]
    workshop.drop("m.txt", article("changed"))
    report = workshop.run()
    rows = workshop.by_path("documents")
    assert report.promoted == 1
    assert set(rows) == {"a.txt", "m.txt"}
    assert {k: rows["a.txt"][k] for k in ("text", "doc_id", "cluster_id", "updated_at", "run_id")} == {
        k: before[k] for k in ("text", "doc_id", "cluster_id", "updated_at", "run_id")
    }
    (twin,) = workshop.rows("duplicates")
    assert (twin["raw_path"], twin["duplicate_of"], twin["cluster_id"]) == (
        "z.txt",
        rows["a.txt"]["doc_id"],
        first["cluster_id"],
    )
    assert rows["m.txt"]["cluster_id"] != first["cluster_id"], "a cluster's id stays with its members"
    assert workshop.by_path("raw_files")["a.txt"]["documents"] == 1


def test_among_newcomers_the_earliest_published_is_canonical(workshop: Workshop) -> None:
    for name, day in (("a.txt", "2025-05-03"), ("b.txt", "2025-05-01"), ("c.txt", None)):
        workshop.drop(name, article("same"))
        if day:
            workshop.drop(f"{name}.meta.json", json.dumps({"published": day}))
    workshop.run()
    assert [r["raw_path"] for r in workshop.rows("documents")] == ["b.txt"]


def test_a_promotion_follows_removal_too(workshop: Workshop) -> None:
    for i in range(8):
        workshop.drop(f"{i}.txt", article("same" if i < 3 else str(i)))
    workshop.run()
    (workshop.raw / "0.txt").unlink()
    report = workshop.run(run__vanished="remove")
    assert (report.removed, report.promoted) == (1, 1)
    assert "1.txt" in workshop.by_path("documents")


def test_the_partition_into_clusters_does_not_depend_on_what_came_first(workshop: Workshop) -> None:
    names = [(f"{i}.txt", article(str(i % 4))) for i in range(12)]
    partitions = set()
    for order in range(4):
        shop = Workshop(workshop.raw.parent / str(order))
        random.Random(order).shuffle(names)
        for name, text in names:
            shop.drop(name, text)
            if order % 2:
                shop.run(sound=False)
        shop.run()
        clusters: dict[str, set[str]] = {}
        for table in ("documents", "duplicates"):
            for r in shop.rows(table):
                clusters.setdefault(r["cluster_id"], set()).add(r["raw_path"])
        partitions.add(frozenset(frozenset(c) for c in clusters.values()))
    assert len(partitions) == 1


# ---------------------------------------------------------------- again
def test_reprocessing_makes_rows_anew_with_their_ids(workshop: Workshop) -> None:
    workshop.drop("a.txt", "It rained &amp; stopped.\n\n" + article("a"))
    workshop.drop("b.txt", article("b"))
    workshop.run(clean__level="off")
    before = workshop.by_path("documents")
    assert workshop.run().commits == 0, "new settings alone make nothing anew"
    workshop.run(Options(reprocess="stale"))
    after = workshop.by_path("documents")
    assert after["a.txt"]["text"].startswith("It rained & stopped.")
    assert {r["doc_id"] for r in after.values()} == {r["doc_id"] for r in before.values()}
    assert len({r["recipe"] for r in workshop.rows("raw_files")}) == 1
    assert workshop.run(Options(reprocess="stale")).commits == 0
    assert workshop.run(Options(reprocess="all")).changed == 2


def test_retry_takes_files_with_rejects_in_again(workshop: Workshop) -> None:
    workshop.drop("junk.txt", bytes(range(256)) * 9)
    workshop.drop("a.txt", article("a"))
    workshop.run()
    report = workshop.run(Options(retry=True))
    assert (report.changed, report.rejects) == (1, 1)
    assert workshop.run(Options(retry=True, retry_paths=("elsewhere",))).changed == 0


def test_a_dry_run_writes_nothing(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    assert workshop.run(Options(dry_run=True), sound=False).new == 1
    assert not workshop.processed.exists()


# ---------------------------------------------------------------- passing trouble
def test_a_changed_file_that_cannot_be_read_keeps_its_rows_and_is_tried_again(workshop: Workshop, monkeypatch) -> None:
    from ingest.discover import fingerprint as discover

    path = workshop.drop("a.jsonl", lines({"id": 1, "text": article("a")}, "{broken"))
    workshop.drop("b.txt", article("b"))
    workshop.run()
    before = workshop.by_path("documents")
    workshop.drop("a.jsonl", lines({"id": 1, "text": article("new")}))
    true = discover.hash_file
    failing = {"on": True}

    def unreadable(name: bytes, size: int, mtime: int) -> str:
        if failing["on"] and name.endswith(b"a.jsonl"):
            raise PermissionError(13, "Permission denied")
        return true(name, size, mtime)

    monkeypatch.setattr(discover, "hash_file", unreadable)
    report = workshop.run()
    assert dict(report.reasons) == {"unreadable": 1}
    assert workshop.by_path("documents") == before
    assert workshop.by_path("raw_files")["a.jsonl"]["rejects"] == 2
    assert workshop.run().commits == 0, "the same outcome again is silence"
    failing["on"] = False
    workshop.run()
    assert workshop.by_path("documents")["a.jsonl"]["text"].startswith("About new")
    assert workshop.rows("rejects") == []
    assert path.exists()


def test_a_file_that_changes_while_it_is_read_is_a_reject_until_it_rests(workshop: Workshop, monkeypatch) -> None:
    from ingest.pipeline import batch

    path = workshop.drop("a.txt", article("a"))
    true = batch.choose

    def meddling(name: str, head: bytes):
        path.write_text(article("changed midway") * 2)
        return true(name, head)

    monkeypatch.setattr(batch, "choose", meddling)
    assert dict(workshop.run().reasons) == {"changed": 1}
    monkeypatch.undo()
    then = time.time() - 500
    os.utime(path, (then, then))
    report = workshop.run()
    assert (report.documents, report.rejects) == (1, 0)
    assert workshop.rows("rejects") == []


def test_a_file_that_vanishes_after_the_look_is_a_reject(workshop: Workshop, monkeypatch) -> None:
    path = workshop.drop("a.txt", article("a"))

    def emptying(step: str, items):
        if step == "run_batch":
            path.unlink(missing_ok=True)
        return pipeline.serially(step, items)

    report = pipeline.run(workshop.settings(), emptying)
    assert dict(report.reasons) == {"vanished": 1}


# ---------------------------------------------------------------- refusals
def test_another_raw_folder_is_refused_unless_told(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    workshop.run()
    moved = workshop.raw.rename(workshop.raw.parent / "elsewhere")
    workshop.raw = moved
    with pytest.raises(UserError, match="--raw-moved"):
        workshop.run()
    assert workshop.run(Options(raw_moved=True)).unchanged == 1
    assert workshop.run().commits in (0, 1)


def test_raw_and_processed_must_not_lie_in_one_another(workshop: Workshop) -> None:
    with pytest.raises(UserError, match="must not lie in one another"):
        pipeline.run(workshop.settings(paths__processed=str(workshop.raw / "out")))
    with pytest.raises(UserError, match="no such folder"):
        pipeline.run(workshop.settings(paths__raw=str(workshop.raw / "none")))


def test_a_busy_store_is_not_waited_for_when_told(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    with workshop.store.lock(), pytest.raises(StoreBusy, match="another run holds it"):
        workshop.run(Options(wait=False))


def test_too_little_room_is_said_before_anything_is_written(workshop: Workshop, monkeypatch) -> None:
    from ingest.store import Store

    workshop.drop("a.txt", article("a"))
    monkeypatch.setattr(Store, "free_bytes", lambda self: 1000)
    with pytest.raises(StoreError, match="MB are needed for the next 1 files, 0 MB are free"):
        workshop.run()
    monkeypatch.undo()
    assert workshop.run().documents == 1
