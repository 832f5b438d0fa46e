"""Worker processes: what they die of is a reject, their neighbours lose nothing, and they die with their parent."""

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import Workshop, article

from ingest import pipeline
from ingest.core.errors import StoreError
from ingest.workers import Pool

ODD = """
import os, time
from ingest.core.members import reader
from ingest.core.model import End, RawRecord, RecordKey
from ingest.core.members import enricher

def claims(path, head):
    return 50 if path.endswith(".odd") else 0

@reader("odd", claims)
def read(part, stream, limits):
    for i in range(3):
        yield RawRecord(part.file.path, RecordKey(None, str(i), i), f"About {part.file.path} {i}. It is what it is.")
    end = stream.read()
    if b"reader-dies" in end:
        os._exit(7)
    yield End(3)

@enricher("odd")
def find(document):
    name = document.path
    if " 1. " in document.text:
        if name.startswith("spin"):
            while True:
                pass
        if name.startswith("crash"):
            os.kill(os.getpid(), 11)
        if name.startswith("kill"):
            os.kill(os.getpid(), 9)
        if name.startswith("once") and not os.path.exists(os.environ["ODD_FLAG"]):
            open(os.environ["ODD_FLAG"], "w").close()
            os.kill(os.getpid(), 9)
        if name.startswith("eat"):
            hoard = []
            while True:
                hoard.append(bytes(50_000_000))
    return ()
"""


@pytest.fixture
def odd_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A third-party package whose members spin, crash and eat memory, installed for the worker processes."""
    site = tmp_path / "site"
    (site / "odd-1.0.dist-info").mkdir(parents=True)
    (site / "odd-1.0.dist-info/METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1.0\n")
    (site / "odd-1.0.dist-info/entry_points.txt").write_text(
        "[ingest.readers]\nodd = odd\n[ingest.enrichers]\nodd = odd\n"
    )
    (site / "odd.py").write_text(ODD)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(site), os.environ.get("PYTHONPATH")))))


def pooled(workshop: Workshop, **overrides: object):
    settings = workshop.settings(run__workers=2, limits__cpu_s=1, limits__memory_mb=700, **overrides)
    with Pool(2) as pool:
        return pipeline.run(settings, pool.map)


@pytest.mark.usefixtures("odd_members")
def test_a_record_that_spins_crashes_or_eats_is_one_reject_and_its_neighbours_come_in(workshop: Workshop) -> None:
    for name in ("crash", "eat", "spin", "fine"):
        workshop.drop(f"{name}.odd", name)
    workshop.drop("zz.odd", "reader-dies")
    workshop.drop("a.txt", article("a"))
    report = pooled(workshop)
    reasons = {(r["raw_path"], r["record_offset"]): r["reason"] for r in workshop.rows("rejects")}
    assert reasons == {
        ("crash.odd", 1): "crashed",
        ("eat.odd", 1): "memory",
        ("spin.odd", 1): "timeout",
        ("zz.odd", None): "crashed",
    }
    assert (report.records, report.documents, report.rejects, report.failed) == (17, 13, 4, False), (
        "what was read stands"
    )
    again = pooled(workshop)
    assert (again.commits, again.tried_again) == (0, 1), "a time-out is tried again, silently"


@pytest.mark.usefixtures("odd_members")
def test_a_worker_that_is_killed_once_costs_nothing_and_one_that_always_is_one_reject(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ODD_FLAG", str(workshop.raw.parent / "flag"))
    workshop.drop("kill.odd", "kill")
    workshop.drop("once.odd", "once")
    report = pooled(workshop)
    assert (report.documents, report.reasons) == (5, {"crashed": 1})


def test_the_pool_gives_what_the_plain_way_gives(workshop: Workshop) -> None:
    from ingest.store.content import content_hash

    for i in range(20):
        workshop.drop(f"{i}.txt", article(str(i % 15)))
    workshop.run()
    other = Workshop(workshop.raw.parent / "pooled")
    for path in workshop.raw.iterdir():
        other.drop(path.name, path.read_bytes())
    with Pool(2) as pool:
        pipeline.run(other.settings(run__batch_files=3), pool.map)
    assert content_hash(workshop.store) == content_hash(other.store)


def test_the_least_memory_a_worker_may_be_given_is_enough_for_articles(workshop: Workshop) -> None:
    for i in range(20):
        workshop.drop(f"{i}.txt", article(str(i)))
    settings = workshop.settings(run__workers=1, limits__memory_mb=512)
    with Pool(1) as pool:
        report = pipeline.run(settings, pool.map)
    assert (report.documents, report.reasons) == (20, {})


def test_a_closed_pool_takes_no_calls() -> None:
    pool = Pool(1)
    pool.close()
    with pytest.raises(StoreError, match="stopped"):
        pool.call("write", None)


def test_workers_die_with_a_killed_parent(tmp_path: Path) -> None:
    code = (
        "from ingest.workers.pool import start_worker; import os, sys, time, threading\n"
        "out = []\n"
        "def go():\n"
        "    out.append(start_worker()); time.sleep(60)\n"
        "threading.Thread(target=go, daemon=True).start()\n"
        "while not out: time.sleep(0.01)\n"
        "print(out[0].process.pid, flush=True); time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 20
    while _alive(worker):
        assert time.monotonic() < deadline, "the worker lives on"
        time.sleep(0.05)


def _alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False


def test_a_store_error_in_a_worker_is_raised_here(workshop: Workshop) -> None:
    from ingest.pipeline.write import RewriteTask
    from ingest.store import DataFile

    gone = DataFile("edits", "none.parquet", 1, 1, "")
    (workshop.raw / "changes").write_text("[[], [], {}]")
    task = RewriteTask(
        str(workshop.processed), (gone,), os.path.join(workshop.raw, "changes"), workshop.settings().store
    )
    with Pool(1) as pool, pytest.raises(StoreError, match=r"reading failed: .*none\.parquet"):
        list(pool.map("rewrite", [task]))


def test_a_worker_that_is_being_started_while_the_pool_closes_does_no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.workers import pool as pools

    pool, begun, go_on, made = Pool(1), threading.Event(), threading.Event(), []
    true = pools.start_worker

    def slowly():
        made.append(true())
        begun.set()
        go_on.wait(30)
        return made[0]

    monkeypatch.setattr(pools, "start_worker", slowly)
    with ThreadPoolExecutor(1) as threads:
        called = threads.submit(pool.call, "write", None)
        assert begun.wait(30)
        pool.close()
        go_on.set()
        with pytest.raises(StoreError, match="stopped"):
            called.result(30)
    assert made[0].process.poll() is not None


def test_a_worker_that_cannot_be_started_leaves_its_place_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.workers import pool as pools

    def failing():
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(pools, "start_worker", failing)
    with Pool(1) as pool, ThreadPoolExecutor(2) as threads:
        for called in [threads.submit(pool.call, "write", None) for _ in range(2)]:
            with pytest.raises(StoreError, match="cannot start a worker process"):
                called.result(30)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="not on this system")
def test_pools_that_come_and_go_leave_no_descriptors_open(workshop: Workshop) -> None:
    def descriptors() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    workshop.drop("a.txt", article("a"))
    before = descriptors()
    for name in "ab":
        workshop.drop(f"{name}.txt", article(name))
        with Pool(2) as pool:
            pipeline.run(workshop.settings(), pool.map)
    assert descriptors() <= before + 2  # what pyarrow keeps


class UnportableError(Exception):
    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} and {two}")


def test_what_a_step_raises_arrives_whatever_it_is() -> None:
    from ingest.core.errors import Bug
    from ingest.workers.process import _portable

    def raised(error: Exception) -> Exception:
        try:
            raise error
        except Exception as e:
            return pickle.loads(pickle.dumps(_portable(e)))

    assert isinstance(raised(StoreError("full")), StoreError)
    assert "in raised" in raised(ValueError("odd")).__notes__[0]
    told = raised(UnportableError(1, 2))
    assert isinstance(told, Bug)
    assert "UnportableError: 1 and 2" in str(told)
