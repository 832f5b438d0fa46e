"""The flow under the real Prefect engine, with its own server, as a person runs it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from conftest import Workshop, article

from ingest.store.content import content_hash

FLOW = Path(__file__).parents[2] / "flows" / "ingest_raw.py"
DEAD = "http://127.0.0.1:9"  # a proxy at which nobody listens
SERVE = FLOW.with_name("serve.py")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PREFECT_HOME for all tests of this file: migrations take a dozen seconds."""
    return tmp_path_factory.mktemp("prefect")


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "INGEST_"))}
    return {**kept, "PREFECT_HOME": str(home), **more}


def filled(folder: Path) -> Workshop:
    shop = Workshop(folder)
    for i in range(6):
        shop.drop(f"{i}.txt", article(str(i % 5)))
    shop.drop("bad.jsonl", json.dumps({"id": 1, "text": article("b")}) + "\n{broken\n")
    return shop


def command(shop: Workshop, *more: str) -> list[str]:
    return [sys.executable, str(FLOW), "--raw", str(shop.raw), "--processed", str(shop.processed), *more]


def processes_of(home: Path) -> list[str]:
    """Processes that live with this PREFECT_HOME."""
    out = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (
                f"PREFECT_HOME={home}\0".encode() in (entry / "environ").read_bytes()
                and "Z" not in (entry / "stat").read_text().rsplit(")", 1)[1][:3]
            ):
                out.append((entry / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return out


def assert_all_gone(home: Path) -> None:
    deadline = time.monotonic() + 20
    while left := processes_of(home):
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


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


@pytest.fixture
def server(tmp_path: Path, home: Path):
    """A Prefect server of the user's own; yields the address of its API."""
    from flows.embedded import _start, _stop, _wait

    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(environment(home))
    try:
        url, child, lifeline = _start(home)
        _wait(url, child, home / "server.log")
        yield url
        _stop(child, lifeline)
    finally:
        os.environ.clear()
        os.environ.update(before)


def ask(url: str, path: str, **filters: object) -> list[dict]:
    request = urllib.request.Request(
        f"{url}/{path}", json.dumps(filters).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def test_a_served_flow_runs_on_its_schedule_and_shows_what_it_did(tmp_path: Path, home: Path, server: str) -> None:
    shop = filled(tmp_path)
    words = [sys.executable, str(SERVE), "--interval", "5", "--raw", str(shop.raw), "--processed", str(shop.processed)]
    env = environment(home, PREFECT_API_URL=server, PREFECT_RUNNER_POLL_FREQUENCY="1")
    serving = subprocess.Popen(words, env=env, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 120
        done: list[dict] = []
        while not any(r["name"].startswith("7 new") for r in done):
            assert time.monotonic() < deadline, [(r["name"], r["state_type"]) for r in ask(server, "flow_runs/filter")]
            time.sleep(0.5)
            done = [r for r in ask(server, "flow_runs/filter") if r["state_type"] == "COMPLETED" and r["deployment_id"]]
        keys = {a["key"] for a in ask(server, "artifacts/filter")}
        assert {"ingest-raw-summary", "ingest-raw-rejects", "ingest-raw-progress"} <= keys
        (run,) = [r for r in done if r["name"].startswith("7 new")]
        assert "ingest" in run["tags"]
        (deployment,) = ask(server, "deployments/filter")
        assert deployment["concurrency_limit"] == 1 or deployment["global_concurrency_limit"]["limit"] == 1
        assert set(deployment["parameter_openapi_schema"]["properties"]) >= {"raw", "processed", "reprocess"}
        assert re.search("folder files are dropped", json.dumps(deployment["parameter_openapi_schema"]))
    finally:
        serving.send_signal(signal.SIGINT)
        serving.wait(30)
    assert len(shop.rows("documents")) == 6


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
