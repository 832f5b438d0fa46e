"""Served and watched, the short form: a real server, set up twice, a schedule that fires, bursts that become few runs."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Workshop, article
from lab import FLOWS, eventually, lab

from ingest.store.content import content_hash


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("prefect")


def set_up(env: dict[str, str], *words: str) -> str:
    command = [sys.executable, str(FLOWS / "setup_server.py"), *words]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_schedule_events_and_a_killed_server_of_flows(tmp_path: Path, home: Path) -> None:
    with lab(tmp_path, home) as here:
        here.start_server()
        assert "work pool ingest: made" in set_up(here.env)
        again = set_up(here.env)
        assert again.count("as it should be") == 2
        assert "runs are removed after" in again
        here.shop.drop("before.txt", article("before"))
        serving = here.serve("--interval", "8")
        watching = here.watch()
        here.has(1)
        eventually(lambda: sum(r["auto_scheduled"] for r in here.runs("COMPLETED")) >= 2, here.told)

        serving.end(9)
        here.shop.drop("while-nobody-served.txt", article("meanwhile"), settled=False)
        serving = here.serve("--interval", "86400")
        here.has(2)

        before = {r["id"] for r in here.runs()}
        for i in range(60):
            here.shop.drop(f"burst/{i}.txt", article(f"burst {i}"), settled=False)
        (here.shop.drop(".late.txt.part", article("late"), settled=False)).rename(here.shop.raw / "late.txt")
        here.has(63)
        eventually(lambda: watching.said().count("was asked to run") >= 2, here.told)
        asked = [r for r in here.runs() if r["id"] not in before and not r["auto_scheduled"]]
        assert 1 <= len(asked) <= 2, "one burst, at most two runs"
        eventually(lambda: len([r for r in here.runs("COMPLETED") if r["id"] not in before]) >= len(asked), here.told)
        assert any(r["name"].startswith("61 new") for r in here.runs("COMPLETED")) or len(asked) == 2
        assert {"ingest", "news"} <= {t for r in here.runs("COMPLETED") for t in r["tags"]}

        here.shop.drop("bad.jsonl", "{broken\n", settled=False)
        eventually(lambda: here.shop.rows("rejects"), here.told)
        eventually(lambda: "rejected: bad.jsonl" in str(here.ask("logs/filter")), here.told)
        keys = eventually(lambda: {a["key"] for a in here.ask("artifacts/filter")})
        assert {"ingest-raw-summary", "ingest-raw-progress", "ingest-raw-data"} <= keys
        (deployment,) = here.ask("deployments/filter")
        assert deployment["global_concurrency_limit"]["limit"] == 1
        assert deployment["concurrency_options"]["collision_strategy"] == "ENQUEUE"
        assert "folder files are dropped" in str(deployment["parameter_openapi_schema"])

        assert serving.end() == 130, serving.said()[-2000:]
        assert watching.end(15) == 143
    undisturbed = Workshop(tmp_path / "undisturbed")
    for path in here.shop.raw.rglob("*.*"):
        if path.is_file():
            undisturbed.drop(str(path.relative_to(here.shop.raw)), path.read_bytes())
    undisturbed.run()
    assert content_hash(here.shop.store) == content_hash(undisturbed.store)
