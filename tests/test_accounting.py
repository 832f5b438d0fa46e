"""The law: records in = documents + duplicates + rejects + skipped. What breaks it stops the run, loudly."""

import json

import pytest
from conftest import Workshop, article

from ingest import pipeline
from ingest.core.errors import AccountingError
from ingest.core.members import Reader, readers
from ingest.core.model import End, RawRecord, RecordKey, Skipped
from ingest.pipeline import order
from ingest.read import whole


def plant_stage(monkeypatch: pytest.MonkeyPatch, stage) -> None:
    monkeypatch.setattr(order, "STAGES", (*order.STAGES, ("planted", lambda settings: stage)))


def plant_reader(monkeypatch: pytest.MonkeyPatch, read, witness=None) -> None:
    members = readers.members()
    planted = Reader("planted", read, lambda path, head: 99 * path.endswith(".odd"), witness=witness)
    monkeypatch.setattr(readers, "members", lambda: {**members, "planted": planted})


def assert_nothing_was_committed(workshop: Workshop) -> None:
    assert not workshop.store.exists()


def test_a_stage_that_drops_a_record_stops_the_run(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    for i in range(3):
        workshop.drop(f"{i}.txt", article(str(i)))
    plant_stage(monkeypatch, lambda document: None if "About 1" in document.text else document)
    with pytest.raises(AccountingError, match=r"1\.txt: stage 'planted' returned None: a record must not vanish"):
        workshop.run()
    assert_nothing_was_committed(workshop)


def test_a_stage_that_hands_on_another_record_stops_the_run(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list = []

    def swap(document):
        held.append(document)
        return held[0]

    workshop.drop("a.txt", article("a"))
    workshop.drop("b.txt", article("b"))
    plant_stage(monkeypatch, swap)
    with pytest.raises(AccountingError, match=r"b\.txt: stage 'planted' was given"):
        workshop.run()
    assert_nothing_was_committed(workshop)


def test_a_reader_that_stops_early_stops_the_run(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    def early(part, stream, limits):
        yield RawRecord(part.file.path, RecordKey(None, "1", 0), article("first"))

    workshop.drop("a.odd", "x")
    plant_reader(monkeypatch, early)
    with pytest.raises(AccountingError, match="yielded 1 records and never said it was done"):
        workshop.run()
    assert_nothing_was_committed(workshop)


def test_a_reader_that_stops_early_and_says_it_is_done_is_caught_by_its_witness(
    workshop: Workshop, monkeypatch
) -> None:
    from ingest.read import jsonl

    def early(part, stream, limits):
        yield next(jsonl.read(part, stream, limits))
        yield End(1)

    workshop.drop("a.odd", "\n".join(json.dumps({"text": article(str(i))}) for i in range(3)))
    plant_reader(monkeypatch, early, jsonl.witness)
    with pytest.raises(AccountingError, match="found 1 records, its witness 3"):
        workshop.run()
    assert_nothing_was_committed(workshop)


@pytest.mark.parametrize("said", [0, 2])
def test_a_reader_whose_count_is_not_what_it_yielded_stops_the_run(workshop: Workshop, monkeypatch, said: int) -> None:
    def wrong(part, stream, limits):
        yield RawRecord(part.file.path, RecordKey(), article("only"))
        yield End(said)

    workshop.drop("a.odd", "x")
    plant_reader(monkeypatch, wrong)
    with pytest.raises(AccountingError, match=f"yielded 1 records and says {said}"):
        workshop.run()


def test_a_reader_that_goes_on_after_its_end_stops_the_run(workshop: Workshop, monkeypatch) -> None:
    def endless(part, stream, limits):
        yield End(0)
        yield RawRecord(part.file.path, RecordKey(), article("late"))

    workshop.drop("a.odd", "x")
    plant_reader(monkeypatch, endless)
    with pytest.raises(AccountingError, match="went on after its end"):
        workshop.run()


def test_a_shard_that_lost_a_document_stops_the_commit(workshop: Workshop, monkeypatch) -> None:
    from ingest.pipeline import shards

    workshop.drop("a.txt", article("a"))
    workshop.drop("b.txt", article("b"))
    true = shards.read
    monkeypatch.setattr(shards, "read", lambda *a: true(*a).slice(0, 1) if a[2] == "documents" else true(*a))
    with pytest.raises(AccountingError, match="1 documents were staged, 0 are in the shards"):
        workshop.run()
    assert_nothing_was_committed(workshop)


def test_a_write_that_loses_a_row_stops_the_commit(workshop: Workshop, monkeypatch) -> None:
    workshop.drop("a.txt", article("a"))
    workshop.drop("empty.txt", "")

    def losing(step: str, items):
        for result in pipeline.serially(step, items):
            yield [f for f in result if f.table != "rejects"] if step == "write" else result

    with pytest.raises(AccountingError, match=r"1 documents and 1 rejects were staged, 1 \+ 0 and 0 were written"):
        pipeline.run(workshop.settings(), losing)
    assert_nothing_was_committed(workshop)


def test_a_batch_that_never_comes_back_stops_the_run(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))

    with pytest.raises(AccountingError, match="1 of 1 batches came back without a shard"):
        pipeline.run(
            workshop.settings(), lambda step, items: () if step == "run_batch" else pipeline.serially(step, items)
        )
    assert_nothing_was_committed(workshop)


def test_what_a_reader_skips_by_kind_is_counted(workshop: Workshop, monkeypatch) -> None:
    def picky(part, stream, limits):
        yield Skipped("request")
        yield RawRecord(part.file.path, RecordKey(None, "1", 7), article("only"))
        yield Skipped("request")
        yield End(3)

    workshop.drop("a.odd", "x")
    plant_reader(monkeypatch, picky)
    report = workshop.run()
    assert (report.records, report.documents, report.skipped) == (3, 1, 2)
    assert workshop.by_path("raw_files")["a.odd"]["skipped_kinds"] == '{"request": 2}'


def test_an_exception_in_one_records_work_is_its_reject_and_the_exit_status(workshop: Workshop, monkeypatch) -> None:
    def clumsy(document):
        if "About 1" in document.text:
            raise ZeroDivisionError("oh")
        return document

    for i in range(3):
        workshop.drop(f"{i}.txt", article(str(i)))
    plant_stage(monkeypatch, clumsy)
    report = workshop.run()
    assert (report.documents, dict(report.reasons), report.failed) == (2, {"internal_error": 1}, True)
    (row,) = workshop.rows("rejects")
    assert (row["raw_path"], row["message"]) == ("1.txt", "ZeroDivisionError: oh")


def test_a_reader_that_fails_midway_loses_nothing_it_has_read(workshop: Workshop, monkeypatch) -> None:
    def failing(part, stream, limits):
        yield RawRecord(part.file.path, RecordKey(None, "1", 0), article("first"))
        raise ValueError("bad bytes")

    workshop.drop("a.odd", "x")
    workshop.drop("b.txt", article("b"))
    plant_reader(monkeypatch, failing)
    report = workshop.run()
    assert (report.documents, dict(report.reasons), report.failed) == (2, {"internal_error": 1}, True)


def test_the_whole_reader_is_never_asked_for_two(workshop: Workshop) -> None:
    assert whole.claims("any", b"") == 1
