"""A run that is told to stop: what is whole is committed, what is not stays staged, the next run does the rest."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from conftest import Workshop, article

from ingest import pipeline
from ingest.store.content import content_hash


class Told(BaseException):
    """A signal."""


def stopping_after(batches: int):
    def mapped(step: str, items: Sequence[Any]) -> Iterable[Any]:
        for done, item in enumerate(items):
            if step == "run_batch" and done == batches:
                raise Told
            yield pipeline.STEPS[step](item)

    return mapped


@pytest.mark.parametrize("batches", [0, 1, 3])
def test_whole_files_are_committed_and_the_next_run_gives_what_an_undisturbed_one_gives(
    workshop: Workshop, tmp_path, batches: int
) -> None:
    for i in range(8):
        workshop.drop(f"{i}.txt", article(str(i % 7)))
    small = {"run__batch_files": 2}
    with pytest.raises(Told):
        pipeline.run(workshop.settings(**small), stopping_after(batches))
    assert sum(len(workshop.rows(t)) for t in ("documents", "duplicates")) == 2 * batches
    workshop.run(**small)
    undisturbed = Workshop(tmp_path / "other")
    for path in workshop.raw.iterdir():
        undisturbed.drop(path.name, path.read_bytes())
    undisturbed.run(**small)
    assert content_hash(workshop.store) == content_hash(undisturbed.store)


def test_a_file_of_which_a_part_is_missing_stays_out_with_all_that_shares_its_batches(workshop: Workshop) -> None:
    lines = "".join(json.dumps({"id": i, "text": article(str(i))}) + "\n" for i in range(40))
    workshop.drop("a.txt", article("a"))
    workshop.drop("b.jsonl", lines)
    workshop.drop("c.txt", article("c"))
    settings = workshop.settings(run__batch_mb=len(lines) / 3e6)
    with pytest.raises(Told):
        pipeline.run(settings, stopping_after(2))
    paths = {r["raw_path"] for r in workshop.rows("raw_files")} if workshop.store.exists() else set()
    assert "b.jsonl" not in paths
    report = pipeline.run(settings)
    assert report.documents + len(paths) == 42
    assert len(workshop.rows("documents")) == 42


def test_files_that_moved_in_a_chain_stay_together(workshop: Workshop) -> None:
    for name in "abcd":
        workshop.drop(f"{name}.txt", article(name))
    workshop.run()
    ids = {r["doc_id"] for r in workshop.rows("documents")}
    for old, new in (("c", "x"), ("b", "c"), ("a", "b")):
        (workshop.raw / f"{old}.txt").rename(workshop.raw / f"{new}.txt")
    with pytest.raises(Told):
        pipeline.run(workshop.settings(run__batch_files=1), stopping_after(2))
    workshop.run(run__batch_files=1)
    assert {r["doc_id"] for r in workshop.rows("documents")} == ids
