"""Unattended for long: a day of drops, a database that stays bounded, runs that die, and who is told of it."""

import signal
import sqlite3
import threading
import time
from pathlib import Path

import pytest
from conftest import article
from lab import FLOWS, eventually, lab

from flows.environment import SERVER

pytestmark = pytest.mark.operate
FILES = 60
SLOW = {"INGEST_RUN__GROUP_FILES": "4", "INGEST_RUN__BATCH_FILES": "1", "INGEST_RUN__WORKERS": "2"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PREFECT_HOME for the file: migrations take a dozen seconds."""
    return tmp_path_factory.mktemp("prefect")


def test_a_day_of_drops_loses_nothing_doubles_nothing_and_grows_nothing(tmp_path: Path, home: Path) -> None:
    """A drop every 15 minutes for 24 hours, at 600 times the speed, with a schedule of every other drop."""
    with lab(tmp_path, home) as here:
        here.start_server()
        serving, watching = here.serve("--interval", "3"), here.watch()
        sizes: list[tuple[int, int]] = []
        dropped = 0

        def drop(number: int) -> int:
            count = 1 + number % 7
            for i in range(count):
                here.shop.drop(f"hour{number // 4:02}/{number}-{i}.txt", article(f"drop {number} {i}"), settled=False)
            return count

        for number in range(96):
            dropped += drop(number)
            time.sleep(1.5)  # a quarter of an hour
            sizes.append((resident_mb(serving.process.pid), resident_mb(watching.process.pid)))
        here.has(dropped)
        runs = here.runs()
        late = [r for r in runs if r["state_name"] in ("Late", "AwaitingConcurrencySlot")]
        assert len(late) <= 3, "no queue builds up"
        for which, name in enumerate(("serve", "watch")):
            early, last = sizes[24][which], sizes[-1][which]
            assert last <= 1.15 * early + 5, f"{name} grew from {early} to {last} MB"
        ids = [r["doc_id"] for t in ("documents", "duplicates") for r in here.shop.rows(t)]
        assert len(ids) == len(set(ids)) == dropped
        kb = sum(p.stat().st_size for p in here.folder.glob("prefect.db*")) / 1000
        assert kb < 200 * len(runs), "a run costs the database little; retention does the rest"
        (first, its), (last, then) = sizes[24], sizes[-1]
        print(f"{len(runs)} runs, {dropped} files, database {kb:.0f} kB; MB after 6 and after 24 hours:")
        print(f"serve {first} and {last}, watch {its} and {then}")


def resident_mb(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 // 1_000_000


def test_old_runs_leave_the_database(tmp_path: Path, home: Path) -> None:
    with lab(tmp_path, home) as here:
        here.shop.drop("a.txt", article("a"))
        here.start_server()
        for _ in range(2):
            run = here.start("run", str(FLOWS / "ingest_raw.py"), *here.folders())
            assert run.process.wait(120) == 0, run.said()
        before = len(here.ask("flow_runs/filter"))
        here.programs["server"].end(signal.SIGINT)
        with sqlite3.connect(here.database) as database:
            database.execute("update flow_run set end_time = datetime('now', '-40 days')")
        assert dict(line.split("=", 1) for line in server_env()).items() >= SERVER.items()
        here.start_server(PREFECT_SERVER_SERVICES_DB_VACUUM_LOOP_SECONDS="2")
        assert before >= 2
        eventually(lambda: len(here.ask("flow_runs/filter")) == 0, here.told, 60)


def server_env() -> list[str]:
    text = (FLOWS.parent / "deploy" / "server.env").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_the_alert_comes_and_a_dead_run_is_ended(tmp_path: Path, home: Path) -> None:
    from http.server import BaseHTTPRequestHandler, HTTPServer

    posted: list[str] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the library's name
            posted.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    receiver = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    try:
        with lab(tmp_path, home, **SLOW) as here:
            for i in range(FILES):
                here.shop.drop(f"{i:02}.txt", article(str(i), sentences=400))
            here.start_server()
            url = f"http://127.0.0.1:{receiver.server_port}/alert"
            words = ["--alert-url", url, "--dead-after", "40"]
            assert here.start("setup", str(FLOWS / "setup_server.py"), *words).process.wait(120) == 0
            beats = {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30"}
            run = here.start("run", str(FLOWS / "ingest_raw.py"), *here.folders(), **beats)
            eventually(lambda: here.documents() >= 4, here.told)
            run.end(signal.SIGKILL)
            eventually(lambda: posted, lambda: str(here.ask("flow_runs/filter")) + here.told(), 180)
            (dead,) = here.ask("flow_runs/filter", sort="START_TIME_DESC", limit=1)
            assert (dead["state_type"], "no heartbeat for 40 s" in dead["state"]["message"]) == ("CRASHED", True)
            assert "ingest-raw: run" in posted[0]
    finally:
        receiver.shutdown()
        receiver.server_close()
