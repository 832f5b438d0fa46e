"""The flow under the real Prefect engine, with its own server, as a person runs it."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Workshop, article
from lab import assert_all_gone, environment

from ingest.store.content import content_hash

FLOW = Path(__file__).parents[2] / "flows" / "ingest_raw.py"
DEAD = "http://127.0.0.1:9"  # a proxy at which nobody listens
SERVE = FLOW.with_name("serve.py")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PREFECT_HOME for all tests of this file: migrations take a dozen seconds."""
    return tmp_path_factory.mktemp("prefect")


def filled(folder: Path) -> Workshop:
    shop = Workshop(folder)
    for i in range(6):
        shop.drop(f"{i}.txt", article(str(i % 5)))
    shop.drop("bad.jsonl", json.dumps({"id": 1, "text": article("b")}) + "\n{broken\n")
    return shop


def command(shop: Workshop, *more: str) -> list[str]:
    return [sys.executable, str(FLOW), "--raw", str(shop.raw), "--processed", str(shop.processed), *more]


def test_the_flow_gives_what_ingest_run_gives_and_leaves_nothing_running(tmp_path: Path, home: Path) -> None:
    plain, flown = filled(tmp_path / "plain"), filled(tmp_path / "flown")
    plain.run()
    done = subprocess.run(
        command(flown),
        capture_output=True,
        text=True,
        env=environment(home, HTTP_PROXY=DEAD, HTTPS_PROXY=DEAD),
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert content_hash(flown.store) == content_hash(plain.store)
    assert "8 = 6 documents + 1 duplicates + 1 rejects" in done.stdout
    assert "Traceback" not in done.stderr + done.stdout
    assert flown.rows("runs")[0]["driver"] == "prefect"
    assert_all_gone(home)


def test_numbers_on_standard_output_have_it_for_themselves(tmp_path: Path, home: Path) -> None:
    shop, env = filled(tmp_path), environment(home)
    words = command(shop, "--dry-run", "--metrics", "-")
    done = subprocess.run(words, capture_output=True, text=True, env=env, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert (json.loads(done.stdout)["files"]["new"], "new      bad.jsonl" in done.stderr) == (7, True), done.stderr


def test_refusals_are_told_as_ingest_run_tells_them(tmp_path: Path, home: Path) -> None:
    shop = filled(tmp_path)
    done = subprocess.run(
        command(shop, "--raw", "none"), capture_output=True, text=True, env=environment(home), cwd=tmp_path, check=False
    )
    assert (done.returncode, "no such folder" in done.stderr, "Traceback" in done.stderr) == (2, True, False)
    with shop.store.lock():
        done = subprocess.run(
            command(shop, "--no-wait"), capture_output=True, text=True, env=environment(home), cwd=tmp_path, check=False
        )
    assert (done.returncode, "another run holds it" in done.stderr, "Traceback" in done.stderr) == (3, True, False), (
        done.stderr
    )


def test_a_killed_flow_leaves_no_process_not_even_while_its_server_starts(tmp_path: Path, home: Path) -> None:
    shop = filled(tmp_path)
    for seconds in (1.0, 4.0):
        run = subprocess.Popen(
            command(shop), env=environment(home), cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(seconds)  # not a wait for anything: the moment of death
        run.send_signal(signal.SIGKILL)
        run.wait()
        assert_all_gone(home)


def test_a_flow_that_is_told_to_stop_says_so_and_takes_all_with_it(tmp_path: Path, home: Path) -> None:
    shop = Workshop(tmp_path)
    for i in range(40):
        shop.drop(f"{i:02}.txt", article(str(i), sentences=300))
    env = environment(home, INGEST_RUN__GROUP_FILES="2")
    run = subprocess.Popen(
        command(shop), env=env, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert run.stderr is not None
    for line in run.stderr:
        if line.startswith("commit 2:"):
            break
    run.send_signal(signal.SIGTERM)
    rest = run.stderr.read()
    run.stderr.close()
    assert (run.wait(30), "what is committed stays" in rest, "Traceback" in rest) == (143, True, False), rest
    assert_all_gone(home)
    assert len(shop.rows("documents")) >= 4


def test_a_schedule_without_a_server_is_refused_with_what_to_do(tmp_path: Path, home: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(SERVE), "--cron", "* * * * *"],
        capture_output=True,
        text=True,
        env=environment(home),
        cwd=tmp_path,
        check=False,
    )
    assert (done.returncode, "schedules need a server" in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_no_module_of_flows_shadows_the_package() -> None:
    assert not list(FLOW.parent.glob("ingest.py*"))
