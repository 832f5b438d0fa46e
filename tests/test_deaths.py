"""Death at every call that changes the file system during a run: what can be read then is one commit or the next.

A child process runs the pipeline and dies at its k-th such call, for every k; the parent then reads the tables as
any user would, lets the next run heal, and compares with the undisturbed end.
"""

import os
import shutil
from pathlib import Path

import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from conftest import Workshop, article

from ingest import pipeline
from ingest.store.check import check
from ingest.store.content import content_hash

CALLS = ("rename", "link", "symlink", "unlink", "fsync", "makedirs", "mkdir", "rmdir", "replace")
TABLES = ("documents", "duplicates", "edits", "rejects", "raw_files")


def tables(processed: Path) -> tuple:
    """The content of all tables, by way of the plain folders of one snapshot."""
    current = Path(os.path.realpath(processed / ".store" / "current"))
    out = []
    for name in TABLES:
        rows = ds.dataset(current / name, format="parquet").to_table()
        keys = [
            c
            for c in ("raw_path", "doc_id", "text", "seq", "reason", "state", "duplicate_of")
            if c in rows.column_names
        ]
        out.append(tuple(sorted(str(r) for r in rows.select(keys).to_pylist())))
    return tuple(out)


def prepare(workshop: Workshop) -> None:
    """A first commit; then a change, a move, a new duplicate, a vanished file and a reject are waiting."""
    for name in "abcdef":
        workshop.drop(f"{name}.txt", article("same" if name in "ab" else name))
    workshop.drop("junk.txt", bytes(range(256)) * 9)
    workshop.run()
    workshop.drop("a.txt", "It rained , then stopped .\n" + article("other"))
    (workshop.raw / "c.txt").rename(workshop.raw / "moved.txt")
    (workshop.raw / "d.txt").unlink()
    workshop.drop("new.txt", article("e").upper())
    workshop.drop("bad.jsonl", "{broken\n")


def dying_run(workshop: Workshop, at: int, overrides: dict) -> bool:
    """Run in a forked child that dies at its `at`-th call; True where it did."""
    settings = workshop.settings(**overrides)
    pid = os.fork()
    if pid == 0:
        count = 0

        def deadly(module, name, torn=False):
            true = getattr(module, name)

            def call(*args, **kwargs):
                nonlocal count
                count += 1
                if count == at:
                    if torn:
                        Path(args[1]).write_bytes(b"PAR1 torn")
                    os._exit(99)
                return true(*args, **kwargs)

            setattr(module, name, call)

        try:
            for name in CALLS:
                deadly(os, name)
            deadly(shutil, "rmtree")
            deadly(pq, "write_table", torn=True)
            pipeline.run(settings)
        except BaseException:
            os._exit(98)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, 99), f"the run failed instead of dying: {code}"
    return code == 99


def every_death(workshop: Workshop, step: int, **overrides: object) -> int:
    prepare(workshop)
    home = workshop.processed.parent
    base, raw = home / "base", workshop.raw
    shutil.copytree(workshop.processed, base, symlinks=True)
    steps = [tables(base)]
    workshop.run(**{**overrides, "store__keep_hours": 24.0})  # every step stays to be looked at
    for number in workshop.store.numbers():
        folder = Path(workshop.store.layout.snapshots, f"{number:012d}")
        os.unlink(workshop.store.layout.current)
        os.symlink(folder, workshop.store.layout.current)
        steps.append(tables(workshop.processed))
    end, hashed = steps[-1], content_hash(workshop.store)
    at = 1
    while True:
        workshop.processed = home / "dying"
        shutil.rmtree(workshop.processed, ignore_errors=True)
        shutil.copytree(base, workshop.processed, symlinks=True)
        died = dying_run(workshop, at, overrides)
        assert tables(workshop.processed) in steps, f"death at call {at}"
        pipeline.run(workshop.settings(**overrides))
        assert tables(workshop.processed) == end, f"after death at call {at}"
        assert check(workshop.store) == [], f"after death at call {at}"
        assert content_hash(workshop.store) == hashed, f"after death at call {at}"
        assert raw.exists()
        if not died:
            return at - 1
        at += step


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_death_at_many_calls_of_a_run_leaves_one_commit_or_the_next(workshop: Workshop) -> None:
    assert every_death(workshop, 5, store__fsync=True) > 40


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize(
    "overrides",
    [{}, {"run__group_files": 1, "store__fold_files": 2}, {"run__vanished": "remove", "run__remove_most": 1.0}],
)
def test_death_at_every_call_of_a_run_leaves_one_commit_or_the_next(workshop: Workshop, overrides: dict) -> None:
    assert every_death(workshop, 1, store__fsync=True, store__keep_hours=0.0, **overrides) > 40
