"""Whatever is killed, stopped or gone in the middle of a run: nothing is lost or doubled, nothing lives on, the next run
heals, and the content is that of one undisturbed run."""

import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Workshop, article
from lab import FLOWS, Lab, eventually, lab, processes_of

from ingest.store.check import check
from ingest.store.content import content_hash

pytestmark = pytest.mark.operate
FILES = 60
SLOW = {"INGEST_RUN__GROUP_FILES": "4", "INGEST_RUN__BATCH_FILES": "1", "INGEST_RUN__WORKERS": "2"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PREFECT_HOME for the suite: migrations take a dozen seconds."""
    return tmp_path_factory.mktemp("prefect")


@pytest.fixture
def here(tmp_path: Path, home: Path) -> Iterator[Lab]:
    with lab(tmp_path, home, **SLOW) as made:
        for i in range(FILES):
            made.shop.drop(f"{i:02}.txt", article(str(i), sentences=400))
        yield made


def midway(here: Lab) -> None:
    eventually(lambda: here.documents() >= 4, here.told)
    assert here.documents() < FILES, "too fast to be disturbed"


def heals(here: Lab) -> None:
    """One more run, and all is as if nothing had happened."""
    here.shop.run()
    undisturbed = Workshop(here.folder / "undisturbed")
    for path in here.shop.raw.rglob("*.txt"):
        undisturbed.drop(str(path.relative_to(here.shop.raw)), path.read_bytes())
    undisturbed.run()
    assert content_hash(here.shop.store) == content_hash(undisturbed.store)
    assert check(here.shop.store) == []
    assert here.documents() == len(list(here.shop.raw.rglob("*.txt")))


def the_flow(here: Lab) -> int:
    """The process of the run that is at work: serve's grandchild with our workers below it."""
    workers = [p for p, c in processes_of(here.home).items() if "ingest.workers" in c]
    assert workers
    return int(Path(f"/proc/{workers[0]}/stat").read_text().rsplit(")", 1)[1].split()[1])


def test_a_server_that_goes_away_for_good_is_said_once_and_the_run_is_committed(here: Lab) -> None:
    server = here.start_server()
    run = here.start("run", str(FLOWS / "ingest_raw.py"), *here.folders())
    midway(here)
    server.process.kill()
    assert run.process.wait(180) == 0, run.said()
    said = run.said()
    assert here.documents() == FILES
    assert said.count("server cannot be told") + said.count("was not told") <= 2, said
    assert "Traceback" not in said, said
    heals(here)


def test_a_server_that_comes_back_is_told_the_end(here: Lab) -> None:
    server = here.start_server()
    run = here.start("run", str(FLOWS / "ingest_raw.py"), *here.folders(), PREFECT_CLIENT_MAX_RETRIES="6")
    midway(here)
    server.process.kill()
    server.process.wait()
    here.start_server()
    assert run.process.wait(180) == 0, run.said()
    (told,) = here.ask("flow_runs/filter", sort="START_TIME_DESC", limit=1)
    assert told["state_type"] == "COMPLETED"
    heals(here)


def test_a_database_that_is_locked_for_long_holds_no_work_up(here: Lab) -> None:
    here.start_server()
    run = here.start("run", str(FLOWS / "ingest_raw.py"), *here.folders())
    midway(here)
    with sqlite3.connect(here.database, timeout=30, isolation_level=None) as database:
        database.execute("BEGIN EXCLUSIVE")
        eventually(lambda: here.documents() == FILES, here.told)
        database.execute("ROLLBACK")
    assert run.process.wait(180) == 0, run.said()
    heals(here)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopping_serve_stops_the_run_within_half_a_minute_and_keeps_what_is_done(here: Lab, number: int) -> None:
    here.start_server()
    serving = here.serve("--interval", "3600")
    here.run_now()
    midway(here)
    begun = time.monotonic()
    serving.end(number, within_s=40)
    eventually(lambda: not [c for c in processes_of(here.home).values() if "ingest.workers" in c], within_s=30)
    took = time.monotonic() - begun
    assert took < 30
    assert 4 <= here.documents() < FILES
    (run,) = [r for r in here.runs() if r["start_time"]]
    assert run["state_type"] in ("CANCELLED", "CRASHED"), run["state_name"]
    (deployment,) = here.ask("deployments/filter")
    assert not deployment["paused"], "a restart does not pause the schedule"
    heals(here)


def test_prefects_cancel_stops_the_run_and_keeps_what_is_done(here: Lab) -> None:
    here.start_server()
    here.serve("--interval", "3600")
    here.run_now()
    midway(here)
    (run,) = here.runs("RUNNING")
    begun = time.monotonic()
    here.ask(f"flow_runs/{run['id']}/set_state", state={"type": "CANCELLING"}, force=True)
    eventually(lambda: here.runs("CANCELLED"), here.told, 30)
    eventually(lambda: not [c for c in processes_of(here.home).values() if "ingest.workers" in c], here.told, 30)
    assert time.monotonic() - begun < 30
    assert 4 <= here.documents() < FILES
    heals(here)


def test_serve_killed_takes_its_run_along_and_the_next_one_goes_on(here: Lab) -> None:
    here.start_server()
    serving = here.serve("--interval", "3600")
    here.run_now()
    midway(here)
    serving.end(signal.SIGKILL)
    eventually(lambda: set(processes_of(here.home)) <= {here.programs["server"].process.pid}, here.told, 30)
    assert here.documents() < FILES
    here.serve("--interval", "5")
    here.has(FILES)
    heals(here)


def test_a_killed_flow_is_crashed_at_once_and_its_workers_are_gone(here: Lab) -> None:
    here.start_server()
    here.serve("--interval", "10")
    midway(here)
    os.kill(the_flow(here), signal.SIGKILL)
    eventually(lambda: here.runs("CRASHED"), here.told, 30)
    here.has(FILES)
    heals(here)


def test_a_killed_worker_process_costs_no_record(here: Lab) -> None:
    here.start_server()
    run = here.start("run", str(FLOWS / "ingest_raw.py"), *here.folders())
    midway(here)
    for _ in range(3):
        workers = [p for p, c in processes_of(here.home).items() if "ingest.workers" in c]
        os.kill(workers[0], signal.SIGKILL)
        time.sleep(0.5)  # moments of death, not a wait
    assert run.process.wait(180) == 0, run.said()
    assert here.documents() == FILES
    assert here.shop.rows("rejects") == []
    heals(here)


def test_two_schedulers_at_one_store_wait_for_one_another(here: Lab) -> None:
    """Two deployments and `ingest run`, all at once. Schedules of seconds would be a test of Prefect's SQLite."""
    here.start_server()
    here.serve("--interval", "3600", "--name", "one")
    here.start("serve2", str(FLOWS / "serve.py"), *here.folders(), "--interval", "3600", "--name", "two")
    deployments = eventually(lambda: len(found := here.ask("deployments/filter")) == 2 and found, here.told)
    for deployment in deployments:
        here.ask(f"deployments/{deployment['id']}/create_flow_run", state={"type": "SCHEDULED"})
    here.start("third", "-m", "ingest.cli", "run", *here.folders())
    here.has(FILES)
    eventually(
        lambda: {r["deployment_id"] for r in here.runs("COMPLETED")} >= {d["id"] for d in deployments}, here.told
    )
    assert not here.runs("FAILED")
    assert not here.runs("CRASHED")
    heals(here)


def test_a_busy_store_makes_a_skipped_run_where_that_is_the_setting(here: Lab) -> None:
    here.start_server()
    here.shop.store.layout.create()
    with here.shop.store.lock():
        here.serve("--interval", "5", INGEST_FLOW__BUSY="skip")
        eventually(lambda: any(r["state_name"] == "Skipped" for r in here.runs()), here.told)
    here.has(FILES)


@pytest.mark.parametrize("off", ["+400d", "-400d"])
def test_a_clock_that_was_wrong_for_a_run_and_is_set_right_costs_nothing(tmp_path: Path, home: Path, off: str) -> None:
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    if not found:
        pytest.skip("faketime is not installed: apt-get install faketime")
    wrong = {"LD_PRELOAD": str(found[0]), "FAKETIME": off, "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"}
    with lab(tmp_path, home) as here:
        words = ["-m", "ingest.cli", "run", *here.folders(), "--workers", "1"]

        def run(**env: str) -> None:
            done = here.start("run", *words, **env)
            assert done.process.wait(120) == 0, done.said()

        changing = here.shop.drop("a.txt", article("a"), settled=False)
        run()
        here.shop.drop("b.txt", article("b"), settled=False)
        changing.write_text(article("c"))
        run(**wrong)
        year = here.shop.rows("runs")[-1]["started_at"].year
        assert year != here.shop.rows("runs")[0]["started_at"].year, "the clock was wrong indeed"
        assert here.documents() == 2
        changing.write_text(article("d"))
        here.shop.drop("e.txt", article("e"), settled=False)
        run()
        assert here.documents() == 3
        assert "About d." in here.shop.by_path("documents")["a.txt"]["text"]
        heals(here)


@pytest.mark.skipif(os.getuid() != 0, reason="mounting a small disk needs root")
def test_a_full_disk_is_said_and_tried_again_until_there_is_room(tmp_path: Path, home: Path) -> None:
    shop = Workshop(tmp_path)
    shop.processed.mkdir()
    if os.system(f"mount -t tmpfs -o size=24m none {shop.processed} 2>/dev/null"):
        pytest.skip("this machine does not let us mount a small disk")
    try:
        ballast = shop.processed / "ballast"
        ballast.write_bytes(bytes(20_000_000))
        with lab(tmp_path / "lab", home) as here:
            shop.drop("first.txt", article("first"))
            words = ["--raw", str(shop.raw), "--processed", str(shop.processed), "--workers", "1"]
            ballast.write_bytes(bytes(5_000_000))
            watching = here.start("watch", "-m", "ingest.cli", "watch", *words)
            watching.says("commit 1:")
            ballast.write_bytes(bytes(18_000_000))
            for i in range(10):
                shop.drop(f"{i}.txt", article(str(i)), settled=False)
            watching.says("trying again in 5 s")
            ballast.unlink()
            eventually(lambda: shop.store.files("documents") and len(shop.rows("documents")) == 11, watching.said)
            assert watching.end(signal.SIGTERM) == 143
        assert check(shop.store) == []
    finally:
        os.system(f"umount {shop.processed}")
