"""The store: commits, the view, healing, garbage, recasts, content."""

import os
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from conftest import Workshop, article
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.core import schema
from ingest.core.config import Store as StoreSettings
from ingest.core.errors import StoreBusy, StoreError, UserError
from ingest.store import Change, Store, write_table
from ingest.store.check import check
from ingest.store.content import content_hash


def plain(processed: Path, table: str = "documents") -> list[str]:
    """The raw paths a reader of the plain folder sees."""
    folder = os.path.realpath(processed / table)
    return sorted(ds.dataset(folder, format="parquet").to_table(columns=["raw_path"])["raw_path"].to_pylist())


def filled(workshop: Workshop, count: int = 3) -> Workshop:
    for i in range(count):
        workshop.drop(f"{i}.txt", article(str(i)))
    workshop.run()
    return workshop


def change(**more: object) -> Change:
    return Change("test", "run", "test", datetime.now(UTC), "../raw", "recipe", "0", **more)


def test_a_published_folder_holds_nothing_but_finished_files_that_every_reader_takes(workshop: Workshop) -> None:
    import duckdb
    import pandas
    import polars

    filled(workshop)
    for table in schema.TABLES:
        folder = workshop.processed / table
        assert folder.is_symlink()
        assert all(p.suffix == ".parquet" for p in folder.iterdir())
        rows = len(workshop.rows(table))
        assert len(pandas.read_parquet(folder)) == rows
        assert len(polars.read_parquet(f"{folder}/*.parquet")) == rows
        assert duckdb.sql(f"select count(*) from '{folder}/*.parquet'").fetchall() == [(rows,)]
        assert ds.dataset(os.path.realpath(folder)).count_rows() == rows


def test_columns_carry_their_description_and_unit_in_the_file(workshop: Workshop) -> None:
    filled(workshop)
    (file, *_) = (workshop.processed / "documents").iterdir()
    for field in pq.read_schema(file):
        assert field.metadata[b"description"]
    assert pq.read_metadata(file).metadata[b"pipeline_version"]
    assert pq.read_schema(file).field("text_chars").metadata[b"unit"] == b"code points"
    group = pq.read_metadata(file).row_group(0)
    assert {group.column(i).compression for i in range(group.num_columns)} == {"ZSTD"}


def test_copies_of_any_kind_heal(workshop: Workshop) -> None:
    filled(workshop)
    want = content_hash(workshop.store)
    for way in ("symlinks", "plain", "moved"):
        copy = workshop.processed.parent / f"copy-{way}"
        if way == "moved":
            shutil.move(workshop.processed, copy)
        else:
            shutil.copytree(workshop.processed, copy, symlinks=way == "symlinks")
        store = Store(str(copy))
        with store.lock():
            mended = store.heal()
            assert bool(mended) == (way == "plain")
            assert store.heal() == []
        assert plain(copy) == ["0.txt", "1.txt", "2.txt"]
        assert content_hash(store) == want
        assert check(store) == []


@pytest.mark.parametrize("damage", ["current", "table", "snapshot", "file", "card", "pointer"])
def test_a_damaged_view_is_made_again(workshop: Workshop, damage: str) -> None:
    filled(workshop)
    store = workshop.store
    snapshot = Path(os.path.realpath(store.layout.current))
    if damage == "current":
        os.unlink(store.layout.current)
    elif damage == "table":
        (workshop.processed / "edits").unlink()
    elif damage == "snapshot":
        shutil.rmtree(snapshot)
    elif damage == "file":
        next((snapshot / "documents").iterdir()).unlink()
    elif damage == "card":
        (snapshot / "README.md").unlink()
    else:
        os.unlink(store.layout.current)
        os.symlink("snap/000000009999", store.layout.current)
    report = workshop.run()
    assert report.commits == 0
    assert plain(workshop.processed) == ["0.txt", "1.txt", "2.txt"]


def test_check_finds_what_is_wrong(workshop: Workshop) -> None:
    filled(workshop)
    store = workshop.store
    assert check(store) == []
    name = store.files("documents")[0].name
    path = Path(store.layout.data, name)
    original = path.read_bytes()
    os.unlink(path)
    assert check(store) == [f"{name}: is gone"]
    path.write_bytes(original[:-1] + b"X")
    assert check(store)[0] == f"{name}: is not what was committed"
    assert check(Store(str(workshop.processed / "none"))) != []


def test_check_reverts_ledgers(workshop: Workshop) -> None:
    workshop.drop("a.txt", "It rained , then stopped .\n" + article("a"))
    workshop.run()
    store = workshop.store
    (old,) = store.files("edits")
    rows = store.read("edits")
    wrong = rows.set_column(
        rows.schema.get_field_index("before"),
        rows.schema.field("before"),
        pa.array(["x"] * len(rows), pa.large_string()),
    )
    with store.lock():
        store.commit(
            change(added=tuple(write_table(store.processed, "edits", wrong, store.settings)), removed=(old.name,))
        )
    assert any("does not give the extracted text" in p for p in check(store))


def test_a_commit_that_names_what_is_not_there_is_refused(workshop: Workshop) -> None:
    filled(workshop)
    store = workshop.store
    with store.lock():
        with pytest.raises(StoreError, match="is not part of the newest commit"):
            store.commit(change(removed=("documents-none.parquet",)))
        (file, *_) = write_table(store.processed, "documents", store.read("documents"), store.settings)
        os.unlink(os.path.join(store.layout.data, file.name))
        with pytest.raises(StoreError, match="is gone or of another size"):
            store.commit(change(added=(file,)))
    assert workshop.run().commits == 0


def test_another_writer_between_is_noticed(workshop: Workshop) -> None:
    filled(workshop)
    one, two = workshop.store, workshop.store
    one.head(), two.head()
    manifest = one.commit(change())
    path = Path(one.log.path(manifest.number + 1))
    true, two.log.numbers = two.log.numbers, lambda: [manifest.number]
    path.write_text("another's")
    with pytest.raises(StoreError, match="another writer made commit"):
        two.commit(change())
    two.log.numbers = true


def test_the_lock_is_not_waited_for_when_told_and_its_file_is_not_touched(workshop: Workshop) -> None:
    filled(workshop)
    store = workshop.store
    before = os.stat(store.layout.lock).st_mtime_ns
    with store.lock(), pytest.raises(StoreBusy), store.lock(wait=False):
        pass
    assert os.stat(store.layout.lock).st_mtime_ns == before


def test_the_lock_ends_with_its_process(workshop: Workshop) -> None:
    filled(workshop)
    code = f"from ingest.store import Store; import os; s = Store({str(workshop.processed)!r}).lock(); s.__enter__(); os._exit(9)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    with workshop.store.lock(wait=False):
        pass


def test_a_place_that_cannot_be_written_is_said(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    workshop.processed.write_text("a file")
    with pytest.raises(UserError, match="cannot be written"):
        workshop.run()


def test_old_snapshots_and_orphans_go_after_their_grace_and_numbers_never_come_again(workshop: Workshop) -> None:
    filled(workshop)
    store = workshop.store
    first = Path(os.path.realpath(workshop.processed / "documents"))
    orphan = Path(store.layout.data, "documents-orphan.parquet")
    orphan.write_bytes(b"half")
    workshop.drop("0.txt", article("other"))
    workshop.run()
    assert first.exists(), "a reader may still be at it"
    assert orphan.exists(), "its writer may still be at work"
    past = time.time() - 100 * 3600
    for path in (*Path(store.layout.log).iterdir(), orphan):
        os.utime(path, (past, past))
    workshop.drop("1.txt", article("another"))
    workshop.run()
    for path in Path(store.layout.log).iterdir():
        os.utime(path, (past, past))
    workshop.drop("2.txt", article("yet another"))
    workshop.run()
    assert not first.exists()
    assert not orphan.exists()
    assert store.numbers()[-1] == 4
    assert 1 not in store.numbers()
    live = {f.name for n in store.numbers() for fs in store.manifest(n).files.values() for f in fs}
    assert {p.name for p in Path(store.layout.data).iterdir()} >= live


def test_raw_files_is_rewritten_only_where_it_is_touched(workshop: Workshop) -> None:
    for i in range(10):
        workshop.drop(f"{i}.txt", article(str(i)))
    few = {"store__file_rows": 3}
    workshop.run(**few)
    before = {f.name for f in workshop.store.files("raw_files")}
    assert len(before) == 4
    workshop.drop("4.txt", article("other"))
    workshop.run(**few)
    assert len(before - {f.name for f in workshop.store.files("raw_files")}) == 1
    assert [r["raw_path"] for r in workshop.rows("raw_files")] == [f"{i}.txt" for i in range(10)]


def test_a_schema_change_is_one_recast_and_the_rows_are_stale(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(workshop)
    old = workshop.rows("documents")
    more = (
        schema.Column("mood", pa.string(), "A new column.", "test", "not known"),
        schema.Column("marks", pa.int32(), "Another, never null.", "test"),
    )
    table = schema.Table(
        "documents", "d", schema.DOCUMENTS.columns + more, schema.DOCUMENTS.sort, ("doc_id",), "documents"
    )
    monkeypatch.setitem(schema.TABLES, "documents", table)
    store = workshop.store
    with store.lock():
        manifest = store.recast_if_needed("run", "test", datetime.now(UTC), "r", "0")
        assert manifest is not None
        assert store.recast_if_needed("run", "test", datetime.now(UTC), "r", "0") is None
    rows = store.read("documents").to_pylist()
    assert [(r["mood"], r["marks"]) for r in rows] == [(None, 0)] * 3
    assert [r["doc_id"] for r in rows] == [r["doc_id"] for r in old]
    assert ds.dataset(os.path.realpath(workshop.processed / "documents")).schema.names[-2:] == ["mood", "marks"]


@pytest.mark.parametrize("kind", [pa.list_(pa.string()), pa.string(), pa.bool_(), pa.float32(), pa.int64()])
def test_a_store_of_an_older_version_is_said_to_be_one_until_a_run_brings_it_to_the_present_schema(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, kind: pa.DataType
) -> None:
    filled(workshop)  # with no rows in duplicates
    more = schema.Column("more", kind, "Never null.", "test")
    for name in ("documents", "duplicates"):
        old = schema.TABLES[name]
        new = schema.Table(name, "d", (*old.columns, more), old.sort, ("doc_id",), "documents")
        monkeypatch.setitem(schema.TABLES, name, new)
    with pytest.raises(StoreError, match=r"written by another version .* run `ingest run` once"):
        workshop.rows("documents")
    with pytest.raises(StoreError, match="another version"):
        content_hash(workshop.store)
    assert all("run `ingest run` once to recast it" in told for told in check(workshop.store))
    store = workshop.store
    with store.lock():
        assert store.recast_if_needed("run", "test", datetime.now(UTC), "r", "0")
    assert check(store) == []
    assert store.read("documents")["more"].null_count == 0
    assert store.read("duplicates").num_rows == 0


def test_a_table_that_is_new_is_made_by_the_next_run(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(workshop)
    monkeypatch.setitem(
        schema.TABLES,
        "extras",
        schema.Table("extras", "d", (schema.Column("x", pa.string(), "x", "x"),), (), (), "none"),
    )
    assert check(workshop.store) == ["extras: no such table yet; run `ingest run` once to make it"]
    store = workshop.store
    with store.lock():
        assert store.recast_if_needed("run", "test", datetime.now(UTC), "r", "0")
    assert check(store) == []
    assert (workshop.processed / "extras").is_dir()


def test_small_files_are_folded_into_one(workshop: Workshop) -> None:
    for i in range(9):
        workshop.drop(f"{i}.txt", article(str(i)))
        workshop.run(store__fold_files=4)
    assert len(workshop.store.files("documents")) <= 4
    assert plain(workshop.processed) == [f"{i}.txt" for i in range(9)]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(6)), size=st.integers(1, 6))
def test_the_content_hash_does_not_depend_on_files_or_order(tmp_path: Path, order: list[int], size: int) -> None:
    hashes = set()
    for name, rows, per_file in (("a", list(range(6)), 6), ("b", order, size)):
        store = Store(str(tmp_path / f"{name}{time.monotonic_ns()}"), StoreSettings(file_rows=per_file, fsync=False))
        edits = [
            {
                "doc_id": str(i),
                "raw_path": "p",
                "seq": i,
                "stage": "s",
                "rule": "r",
                "start": 0,
                "end": 0,
                "before": "",
                "after": "x",
                "confidence": 1.0,
            }
            for i in rows
        ]
        with store.lock():
            store.commit(
                change(
                    added=tuple(
                        write_table(
                            store.processed, "edits", pa.Table.from_pylist(edits, schema.EDITS.schema), store.settings
                        )
                    )
                )
            )
        hashes.add(content_hash(store))
    assert len(hashes) == 1


def test_the_content_hash_heeds_content_and_not_the_look(workshop: Workshop) -> None:
    filled(workshop)
    before = content_hash(workshop.store)
    workshop.drop("0.txt", (workshop.raw / "0.txt").read_bytes())
    workshop.drop("3.txt", article("more"))
    workshop.run()
    assert content_hash(workshop.store) != before
    (workshop.raw / "3.txt").unlink()
    workshop.run(run__vanished="remove", run__remove_most=1.0)
    assert content_hash(workshop.store) == before


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="a small disk can only be mounted by root")
def test_a_full_disk_is_said_and_harms_nothing(workshop: Workshop) -> None:
    disk = workshop.processed.parent / "small"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk], check=False).returncode:
        pytest.skip("no tmpfs can be mounted here")
    try:
        shop = Workshop(workshop.raw.parent / "shop")
        shop.processed = disk / "processed"
        shop.drop("a.txt", article("a"))
        shop.run()
        (disk / "ballast").write_bytes(os.urandom(22 * 1_000_000))
        shop.drop("b.txt", article("b"))
        with pytest.raises(StoreError, match="MB are needed"):
            shop.run()
        settings_ = shop.settings()
        from ingest import pipeline
        from ingest.pipeline import checks

        spare, checks.SPARE_BYTES = checks.SPARE_BYTES, -(10**12)  # as if the look had been too hopeful
        try:
            (disk / "more").write_bytes(os.urandom(max(0, shop.store.free_bytes() - 60_000)))
            with pytest.raises((StoreError, OSError)):
                pipeline.run(settings_)
        finally:
            checks.SPARE_BYTES = spare
        assert plain(shop.processed) == ["a.txt"]
        (disk / "ballast").unlink()
        (disk / "more").unlink()
        shop.run()
        assert plain(shop.processed) == ["a.txt", "b.txt"]
    finally:
        subprocess.run(
            ["umount", "--lazy", disk], check=True
        )  # a caught error may still hold a map of one of its files


def test_old_rows_are_never_read_from_two_places(workshop: Workshop) -> None:
    filled(workshop)
    table = workshop.store.read("documents")
    assert pc.count_distinct(table["doc_id"]).as_py() == table.num_rows


# ---------------------------------------------------------------- what is not ours
@pytest.mark.parametrize("entry", ["documents", "README.md", "runs"])
def test_a_folder_that_holds_another_ones_things_under_our_names_is_refused_and_left_alone(
    workshop: Workshop, entry: str
) -> None:
    workshop.drop("a.txt", article("a"))
    theirs = workshop.processed / entry / "thesis.odt" if entry == "documents" else workshop.processed / entry
    theirs.parent.mkdir(parents=True)
    theirs.write_text("years of work")
    with pytest.raises(UserError, match=f"{entry}: stands in the place of .* not made by this pipeline"):
        workshop.run()
    assert theirs.read_text() == "years of work"


def test_what_is_put_in_the_place_of_a_table_later_is_not_removed_unless_it_is_a_copy(workshop: Workshop) -> None:
    filled(workshop)
    place = workshop.processed / "documents"
    place.unlink()
    shutil.copytree(os.path.realpath(workshop.store.layout.current) + "/documents", place)
    workshop.run()
    assert place.is_symlink(), "a copy gives way"
    place.unlink()
    place.mkdir()
    (place / "mine.parquet").write_bytes(b"mine")
    with pytest.raises(UserError, match="move it away"):
        workshop.run()
    assert (place / "mine.parquet").read_bytes() == b"mine"


# ---------------------------------------------------------------- damage that check finds
def flip(path: Path) -> None:
    """Turn one bit of a file around, in place; other links to it show the same."""
    with open(path, "r+b") as f:
        f.seek(path.stat().st_size // 2)
        byte = f.read(1)[0]
        f.seek(-1, os.SEEK_CUR)
        f.write(bytes([byte ^ 1]))


@pytest.mark.parametrize("table", [t for t in schema.TABLES if t != "duplicates"])
def test_check_finds_one_flipped_bit_of_any_table(workshop: Workshop, table: str) -> None:
    workshop.drop("bad.jsonl", "{broken\n")
    filled(workshop)
    (file, *_) = workshop.store.files(table)
    flip(Path(workshop.store.layout.data, file.name))
    assert check(workshop.store) == [f"{file.name}: is not what was committed"]


def test_check_finds_a_flipped_bit_in_a_copy_that_readers_see(workshop: Workshop) -> None:
    filled(workshop)
    copy = workshop.processed.parent / "copy"
    shutil.copytree(workshop.processed, copy)
    store = Store(str(copy))
    with store.lock():
        store.heal()
    assert check(store) == []
    (shown,) = Path(os.path.realpath(copy / "documents")).iterdir()
    flip(shown)
    (told,) = check(store)
    assert "is not what was committed (it is a copy" in told


def test_check_finds_an_older_commit_that_cannot_be_read_or_lacks_a_file(workshop: Workshop) -> None:
    filled(workshop)
    (old,) = workshop.store.files("documents")
    workshop.drop("0.txt", article("other"))
    workshop.run()
    os.unlink(Path(workshop.store.layout.data, old.name))
    assert check(workshop.store) == [f"{old.name}: is gone; commit 1 names it"]
    Path(workshop.store.log.path(1)).write_text("{")
    (told,) = check(workshop.store)
    assert "not a commit" in told


@pytest.mark.parametrize(
    ("table", "column", "value", "says"),
    [
        ("raw_files", "documents", 2, "raw_files says 2 documents"),
        ("raw_files", "records", 9, "9 records do not add up"),
        ("documents", "edits", 7, "says 7 edits"),
        ("documents", "text", "Another text.", "does not give the extracted text"),
        ("documents", "doc_id", "0" * 32, "which does not stand"),
    ],
)
def test_check_finds_a_commit_whose_tables_do_not_fit_one_another(
    workshop: Workshop, table: str, column: str, value: object, says: str
) -> None:
    filled(workshop, 1)
    store = workshop.store
    (old,), rows = store.files(table), store.read(table)
    at = rows.schema.get_field_index(column)
    wrong = rows.set_column(at, rows.schema.field(at), pa.array([value] * len(rows), rows.schema.field(at).type))
    new = change(raw_files=wrong) if table == "raw_files" else None
    with store.lock():
        store.commit(
            new or change(added=tuple(write_table(store.processed, table, wrong, store.settings)), removed=(old.name,))
        )
    assert any(says in told for told in check(store)), check(store)


# ---------------------------------------------------------------- shapes that change, and files that grow
def test_a_column_that_may_no_longer_be_null_or_cannot_be_cast_is_dealt_with(workshop: Workshop) -> None:
    from ingest.store.recast import fit

    filled(workshop)
    rows = workshop.store.read("documents")
    strict = schema.Table("documents", "d", (schema.Column("title", pa.string(), "t", "x"),), (), (), "documents")
    assert fit(rows, strict)["title"].to_pylist() == ["", "", ""]
    listed = schema.Table("documents", "d", (schema.Column("text", pa.list_(pa.int8()), "t", "x"),), (), (), "d")
    with pytest.raises(StoreError, match=r"documents\.text: its values do not fit list"):
        fit(rows, listed)


def test_a_full_file_of_raw_files_is_halved_and_sheds_no_crumbs(workshop: Workshop) -> None:
    for i in range(8):
        workshop.drop(f"{i}.txt", article(str(i)))
    workshop.run(store__file_rows=8)
    for name in ("00", "01", "02", "03"):
        workshop.drop(f"{name}.txt", article(name))
        workshop.run(store__file_rows=8)
    assert sorted(f.rows for f in workshop.store.files("raw_files")) == [4, 8]


def test_a_strange_folder_among_the_data_files_stops_no_commit(workshop: Workshop) -> None:
    filled(workshop)
    strange = Path(workshop.store.layout.data, "strange")
    strange.mkdir()
    os.utime(strange, (0, 0))
    workshop.drop("0.txt", article("other"))
    assert workshop.run().commits == 1
