"""Work that was staged before a crash is not done again; work of another recipe is."""

import json
from pathlib import Path

import pytest
from conftest import Workshop, article

from ingest import pipeline
from ingest.core import recipe
from ingest.core.config import load
from ingest.core.errors import StoreError
from ingest.pipeline import batch, shards


class Crashed(Exception):  # noqa: N818  # an event of the test, no error
    """The run ends here, as if it had been killed."""


def crash_before_writing(workshop: Workshop, **overrides: object) -> None:
    """A run that stages its batches and dies before it writes."""

    def dying(step: str, items):
        if step == "write":
            raise Crashed
        return pipeline.serially(step, items)

    with pytest.raises(Crashed):
        pipeline.run(workshop.settings(**overrides), dying)


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The raw paths of the records that are processed from now on."""
    seen: list[str] = []
    true = batch.process

    def counting(record, *rest):
        seen.append(record.path)
        return true(record, *rest)

    monkeypatch.setattr(batch, "process", counting)
    return seen


def test_whole_shards_are_claimed_by_the_next_run(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    for i in range(4):
        workshop.drop(f"{i}.txt", article(str(i)))
    crash_before_writing(workshop, run__batch_files=2)
    seen = counted(monkeypatch)
    workshop.drop("0-first.txt", article("first"))
    report = workshop.run(run__batch_files=2)
    assert seen == ["0-first.txt"], "a new file shifts the batches; what is staged is claimed all the same"
    assert report.documents == 5
    assert not Path(workshop.store.staging).exists()


def test_a_shard_of_another_recipe_or_of_other_bytes_is_not_claimed(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.drop("a.txt", article("a"))
    workshop.drop("b.txt", article("b"))
    crash_before_writing(workshop, run__batch_files=1)
    seen = counted(monkeypatch)
    workshop.drop("b.txt", article("changed"))
    crash_before_writing(workshop, run__batch_files=1)
    assert seen == ["b.txt"]
    workshop.run(run__batch_files=1, repair__level="off")
    assert sorted(seen) == ["a.txt", "b.txt", "b.txt"]


def test_of_a_large_file_only_the_parts_that_were_not_staged_are_read_after_a_kill(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of 60 kB in batches of 10 kB is to them as one of 1 GB in batches of 16 MB."""
    lines = [json.dumps({"id": i, "text": article(str(i))}) for i in range(80)]
    workshop.drop("large.jsonl", "\n".join(lines))

    def dying(step: str, items):
        for number, done in enumerate(pipeline.serially(step, items)):
            if step == "run_batch" and number == 3:
                raise Crashed
            yield done

    seen = counted(monkeypatch)
    with pytest.raises(Crashed):
        pipeline.run(workshop.settings(run__batch_mb=0.01), dying)
    before = len(seen)
    assert 20 < before < 70
    staged = len(list(shards.names(workshop.store.staging)))
    assert staged >= 3
    report = workshop.run(run__batch_mb=0.01)
    assert report.documents == 80
    assert len(seen) == 80, "each record was processed once, before the kill or after it"


@pytest.mark.parametrize("torn", [lambda whole: b"torn", lambda whole: bytes(len(whole))], ids=["cut", "zeros"])
def test_a_torn_shard_is_made_again(workshop: Workshop, monkeypatch: pytest.MonkeyPatch, torn) -> None:
    workshop.drop("a.txt", article("a"))
    crash_before_writing(workshop)
    (name,) = shards.names(workshop.store.staging)
    file = Path(workshop.store.staging, name, "documents.arrow")
    file.write_bytes(torn(file.read_bytes()))
    seen = counted(monkeypatch)
    assert workshop.run().documents == 1
    assert seen == ["a.txt"]


def test_the_recipe_changes_with_settings_code_and_libraries_and_with_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = recipe.recipe(load(environment={}))
    assert recipe.recipe(load(environment={}, overrides={"run.workers": 3})) == plain
    assert recipe.recipe(load(environment={}, overrides={"repair.level": "full"})) != plain
    recipe.code_digest.cache_clear()
    monkeypatch.setattr(recipe, "version", lambda name: "99")
    assert recipe.recipe(load(environment={})) != plain
    recipe.code_digest.cache_clear()
    monkeypatch.undo()
    assert recipe.recipe(load(environment={})) == plain


def test_a_full_disk_while_staging_is_no_fault_of_the_file_that_was_read(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.drop("a.txt", article("a"))
    monkeypatch.setattr(shards, "FLUSH_CHARS", 0)
    true = shards.pa.ipc.new_file

    class Full:
        def __init__(self, *args: object, **more: object) -> None:
            self.writer = true(*args, **more)

        def write_batch(self, batch: object) -> None:
            raise OSError(28, "No space left on device")

        def close(self) -> None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(shards.pa.ipc, "new_file", Full)
    with pytest.raises(StoreError, match="staging failed: No space left on device"):
        workshop.run()
    assert list(Path(workshop.store.staging).iterdir()) == [], "nothing half-written is left to fill the disk"
    monkeypatch.undo()
    report = workshop.run()
    assert (report.documents, report.rejects) == (1, 0)


def test_what_a_killed_worker_left_half_written_goes_at_the_next_start(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    workshop.run()
    litter = Path(workshop.store.staging, ".half-written")
    litter.mkdir(parents=True)
    workshop.run()
    assert not litter.exists()
