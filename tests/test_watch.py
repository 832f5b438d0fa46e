"""Watching raw/: when a burst is over, what is still being written, what hinders a run."""

import io
import json
import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Workshop, article
from hypothesis import given
from hypothesis import strategies as st

from ingest import pipeline
from ingest.core.errors import AccountingError, StoreError
from ingest.discover.settled import disk_kind, is_network_disk
from ingest.progress import Lines
from ingest.watching import Bursts, watch

QUIET = pipeline.Options(quiet_s=5.0)


def test_the_first_run_is_due_at_once_and_the_next_when_the_sweep_is() -> None:
    bursts = Bursts(quiet_s=2, most_wait_s=60, sweep_s=900)
    assert bursts.due() == -math.inf
    bursts.begin(10)
    bursts.done(11, unsettled=False)
    assert bursts.due() == 910


def test_a_burst_ends_after_the_quiet_time_and_a_stream_after_the_longest_wait() -> None:
    bursts = Bursts(2, 60, 900)
    bursts.begin(0)
    bursts.saw(10)
    assert bursts.due() == 12
    bursts.saw(11.5)
    assert bursts.due() == 13.5
    for second in range(12, 100):
        bursts.saw(second)
    assert bursts.due() == 70


def test_what_was_left_unsettled_is_looked_at_again_after_the_quiet_time() -> None:
    bursts = Bursts(2, 60, 900)
    bursts.begin(0)
    bursts.done(1, unsettled=True)
    assert bursts.due() == 3


def test_a_run_that_fails_is_tried_later_each_time_whatever_rings_meanwhile() -> None:
    bursts = Bursts(2, 60, 900)
    bursts.begin(0)
    assert bursts.failed(1) == 5
    bursts.saw(2)
    assert bursts.due() == 6
    pauses = []
    for _ in range(8):
        bursts.begin(1000)
        pauses.append(bursts.failed(1000))
    assert pauses == [10, 20, 40, 80, 160, 300, 300, 300]
    bursts.begin(2000)
    bursts.done(2000, unsettled=False)
    assert bursts.failed(2000) == 5


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=30), st.floats(0, 10), st.floats(0, 100))
def test_a_change_never_waits_longer_than_the_longest_wait(times: list[float], quiet_s: float, most_s: float) -> None:
    bursts = Bursts(quiet_s, most_s, 1e9)
    bursts.begin(0)
    for now in sorted(times):
        bursts.saw(now)
    assert bursts.due() <= min(times) + most_s or bursts.due() <= max(times) + quiet_s
    assert bursts.due() <= min(times) + max(most_s, 0)
    assert bursts.due() >= min(times)


def test_what_hinders_a_run_is_said_and_tried_again_and_a_bug_is_raised() -> None:
    now, said, outcomes = [0.0], [], [StoreError("the disk is full"), False, AccountingError("a bug")]

    def ticks() -> Iterator[bool]:
        for _ in range(1000):
            now[0] += 1
            yield now[0] % 50 == 0

    def act() -> bool:
        given = outcomes.pop(0)
        if isinstance(given, Exception):
            raise given
        return given

    with pytest.raises(AccountingError):
        watch(ticks(), Bursts(2, 60, 900), act, said.append, lambda: now[0])
    assert said == ["StoreError: the disk is full; trying again in 5 s"]
    assert outcomes == []


def test_a_young_file_is_left_for_a_later_run_and_an_old_one_comes_in(workshop: Workshop) -> None:
    workshop.drop("old.txt", article("old"))
    young = workshop.drop("young.txt", article("young"), settled=False)
    report = workshop.run(QUIET)
    assert (report.new, report.unsettled, report.documents) == (1, 1, 1)
    os.utime(young, (time.time() - 10, time.time() - 10))
    report = workshop.run(QUIET)
    assert (report.new, report.unsettled, report.unchanged) == (1, 0, 1)


def test_a_watcher_says_once_what_other_settings_made(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    workshop.run()
    told = io.StringIO()
    lines = Lines(told)
    for _ in range(2):
        pipeline.run(workshop.settings(repair__level="full"), listen=lines)
    assert told.getvalue().count("1 row was made by other rules or settings") == 1
    assert told.getvalue().count("\n") == 1


def test_a_known_file_that_is_being_written_again_keeps_its_rows(workshop: Workshop) -> None:
    path = workshop.drop("a.txt", article("a"))
    workshop.run()
    path.write_text("half of somethi")
    report = workshop.run(QUIET)
    assert (report.changed, report.unsettled, report.vanished, report.commits) == (0, 1, 0, 0)
    assert len(workshop.rows("documents")) == 1


def test_a_sidecar_that_is_being_written_holds_its_file_back(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    workshop.drop("a.txt.meta.json", '{"title": "A"}', settled=False)
    assert workshop.run(QUIET).unsettled == 1


@pytest.mark.skipif(sys.platform != "linux", reason="leases are Linux's")
def test_a_stalled_copy_is_seen_by_its_open_file_until_it_is_forgotten(workshop: Workshop) -> None:
    path = workshop.drop("copy.txt", article("copy"))
    then = time.time() - 60
    with open(path, "ab"):
        os.utime(path, (then, then))
        assert workshop.run(QUIET).unsettled == 1
        os.utime(path, (then - 3600, then - 3600))
        assert workshop.run(QUIET).new == 1
    assert workshop.run(QUIET).unsettled == 0


def test_a_clock_that_is_far_off_holds_nothing_up(workshop: Workshop) -> None:
    path = workshop.drop("tomorrow.txt", article("tomorrow"))
    os.utime(path, (time.time() + 86_400, time.time() + 86_400))
    assert workshop.run(QUIET).new == 1


def test_nothing_has_vanished_while_something_is_on_its_way(workshop: Workshop) -> None:
    path = workshop.drop("a.txt", article("a"))
    workshop.run()
    doc_id = workshop.rows("documents")[0]["doc_id"]
    copy = workshop.drop("b.txt", path.read_bytes(), settled=False)
    path.unlink()
    report = workshop.run(QUIET)
    assert (report.vanished, report.unsettled) == (0, 1)
    os.utime(copy, (time.time() - 10, time.time() - 10))
    assert workshop.run(QUIET).moved == 1
    assert workshop.rows("documents")[0]["doc_id"] == doc_id


def test_the_kind_of_a_disk_is_known(tmp_path: Path) -> None:
    assert disk_kind("/proc") == "proc"
    assert not is_network_disk(str(tmp_path))


class Watching:
    """`ingest watch` in a process of its own; each run's report is a line."""

    def __init__(self, shop: Workshop, *words: str) -> None:
        command = [sys.executable, "-m", "ingest.cli", "watch", "--json", "--workers", "1", *words]
        command += ["--raw", str(shop.raw), "--processed", str(shop.processed)]
        env = {**os.environ, "INGEST_WATCH__QUIET_S": "0.5", "INGEST_STORE__FSYNC": "false"}
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env, cwd=shop.raw.parent
        )

    def report(self) -> dict:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.process.stdout.close()
        self.rest = self.process.stderr.read()
        self.process.stderr.close()
        return self.process.wait(30)


def test_watch_takes_in_what_is_there_what_comes_and_what_is_renamed_in(workshop: Workshop) -> None:
    workshop.drop("before.txt", article("before"))
    watching = Watching(workshop)
    try:
        assert watching.report()["new"] == 1, "what came while nobody watched"
        begun = time.monotonic()
        workshop.drop("new/a.txt", article("a"), settled=False)
        assert watching.report()["documents"] == 1
        took = time.monotonic() - begun
        hidden = workshop.drop("new/.b.txt.part", article("b"), settled=False)
        hidden.rename(workshop.raw / "b.txt")
        assert watching.report()["documents"] == 1
        with open(workshop.raw / "slow.txt", "w") as slow:
            for _ in range(8):
                slow.write(article("slow"))
                slow.flush()
                time.sleep(0.2)  # a slow copy is what is tried
        assert watching.report()["new"] == 1
        for i in range(100):
            workshop.drop(f"burst/{i}.txt", article(f"burst {i}"), settled=False)
        burst = watching.report()["documents"]
        while burst < 100:
            burst += watching.report()["documents"]
    finally:
        status = watching.end(signal.SIGTERM)
    assert (status, "what is committed stays" in watching.rest, took < 60) == (143, True, True), watching.rest
    assert len(workshop.rows("documents")) == 104
    assert {r["reason"] for r in workshop.rows("rejects")} == set()


def test_watch_polls_where_it_is_told_to_and_ends_by_ctrl_c(workshop: Workshop) -> None:
    (workshop.raw.parent / "ingest.toml").write_text('[watch]\nnotice = "poll"\npoll_s = 0.2\n')
    workshop.drop("a.txt", article("a"))
    watching = Watching(workshop)
    try:
        assert watching.report()["new"] == 1
        workshop.drop("b.txt", article("b"), settled=False)
        assert watching.report()["new"] == 1
    finally:
        assert watching.end(signal.SIGINT) == 130


def test_watch_of_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "ingest.cli", "watch", "--raw", "none", "--processed", "p"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (done.returncode, "no such folder" in done.stderr) == (2, True)
