"""What tests of unattended running need: a Prefect server, programs of ours beside it, and a look at their processes."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from conftest import Workshop

from flows.environment import SERVER

FLOWS = Path(__file__).parents[1] / "flows"
BUSY = 503  # Service Unavailable
PATIENCE_S = 120.0  # on a crowded machine a Prefect process takes half a minute to start


def environment(home: Path, **more: str) -> dict[str, str]:
    """A clean environment with this PREFECT_HOME."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "INGEST_"))}
    return {**kept, "PREFECT_HOME": str(home), "DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false", **more}


def processes_of(home: Path) -> dict[int, str]:
    """Living processes with this PREFECT_HOME: their command lines by id."""
    out = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            mine = f"PREFECT_HOME={home}\0".encode() in (entry / "environ").read_bytes()
            if mine and "Z" not in (entry / "stat").read_text().rsplit(")", 1)[1][:3]:
                out[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
    return out


def assert_all_gone(home: Path) -> None:
    """Nothing of this PREFECT_HOME lives, or it is gone within a minute: a run that was just being started sees only when
    it has imported all that nobody is there any more."""
    eventually(lambda: not processes_of(home), lambda: str(processes_of(home)), 60)


def eventually(true: Callable[[], Any], else_say: Callable[[], str] = lambda: "", within_s: float = PATIENCE_S) -> Any:
    """What `true` gives once it gives something true."""
    deadline = time.monotonic() + within_s
    while not (given := true()):
        assert time.monotonic() < deadline, else_say()
        time.sleep(0.2)
    return given


class Program:
    """One of ours (or the server), its output in a file."""

    def __init__(self, log: Path, *words: str, **env: str) -> None:
        self.log = log
        with open(log, "ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, *words], env=env, cwd=log.parent, stdout=out, stderr=out, stdin=subprocess.DEVNULL
            )

    def said(self) -> str:
        """All it has said so far."""
        return self.log.read_text(errors="replace")

    def says(self, text: str) -> None:
        """Wait until it says this."""
        eventually(lambda: text in self.said(), lambda: f"not said: {text!r}\n{self.said()[-3000:]}")

    def end(self, number: int = signal.SIGINT, within_s: float = 45) -> int:
        """Send it a signal and wait for its end; its status."""
        self.process.send_signal(number)
        return self.process.wait(within_s)


def template(home: Path) -> Path:
    """An empty database of Prefect's, made once: migrations take a dozen seconds."""
    made = home / "template.db"
    if not made.exists():
        url = f"sqlite+aiosqlite:///{home}/making.db"
        command = [sys.executable, "-m", "prefect", "server", "database", "upgrade", "-y"]
        env = environment(home, PREFECT_API_DATABASE_CONNECTION_URL=url)
        subprocess.run(command, env=env, check=True, capture_output=True, cwd=home)
        (home / "making.db").rename(made)
    return made


class Lab:
    """A server on loopback, and programs beside it."""

    def __init__(self, folder: Path, home: Path, **env: str) -> None:
        self.folder, self.home, self.shop = folder, home, Workshop(folder)
        self.port = free_port()
        self.database = folder / "prefect.db"
        shutil.copy(template(home), self.database)
        self.url = f"http://127.0.0.1:{self.port}/api"
        quick = {
            "PREFECT_RUNNER_POLL_FREQUENCY": "1",
            "PREFECT_CLIENT_MAX_RETRIES": "2",
            "INGEST_WATCH__QUIET_S": "0.5",
            "INGEST_STORE__FSYNC": "false",
        }
        quick["PREFECT_API_DATABASE_CONNECTION_URL"] = f"sqlite+aiosqlite:///{self.database}"
        self.env = environment(home, PREFECT_API_URL=self.url, **quick, **env)
        self.programs: dict[str, Program] = {}

    def start(self, name: str, *words: str, **env: str) -> Program:
        """Start a program under a name."""
        program = Program(self.folder / f"{name}.log", *words, **{**self.env, **env})
        self.programs[name] = program
        return program

    def start_server(self, **env: str) -> Program:
        """Start the server, with the settings we give servers, and wait until it answers."""
        words = ("-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(self.port))
        program = self.start("server", *words, **{**SERVER, **env})
        eventually(lambda: self.answers() or program.process.poll() is not None, program.said)
        assert program.process.poll() is None, program.said()
        return program

    def answers(self) -> bool:
        """Whether the server is there."""
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def serve(self, *words: str, **env: str) -> Program:
        """Start flows/serve.py for this workshop and wait until its deployment is there."""
        program = self.start("serve", str(FLOWS / "serve.py"), *self.folders(), *words, **env)
        eventually(lambda: self.ask("deployments/filter"), program.said)
        return program

    def run_now(self) -> None:
        """Have the served deployment run."""
        (deployment,) = self.ask("deployments/filter")
        self.ask(f"deployments/{deployment['id']}/create_flow_run", state={"type": "SCHEDULED"})

    def watch(self) -> Program:
        """Start flows/watch_raw.py."""
        program = self.start("watch", str(FLOWS / "watch_raw.py"), *self.folders())
        program.says("watching")
        return program

    def folders(self) -> list[str]:
        return ["--raw", str(self.shop.raw), "--processed", str(self.shop.processed)]

    def ask(self, path: str, **body: Any) -> Any:
        """POST to the server's API; again while it says that it is busy, as Prefect's own client does."""
        data, kind = json.dumps(body).encode(), {"Content-Type": "application/json"}
        request, deadline = urllib.request.Request(f"{self.url}/{path}", data, kind), time.monotonic() + PATIENCE_S
        while True:
            try:
                with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                    told = answer.read()
                return json.loads(told) if told else None
            except urllib.error.HTTPError as e:
                if e.code != BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(1)

    def runs(self, state: str | None = None) -> list[dict]:
        """Flow runs of deployments, by state type."""
        found = self.ask("flow_runs/filter", sort="START_TIME_DESC")
        return [r for r in found if r["deployment_id"] and state in (None, r["state_type"])]

    def documents(self) -> int:
        """Documents and duplicates that are committed."""
        if not self.shop.store.exists():
            return 0
        return sum(f.rows for t in ("documents", "duplicates") for f in self.shop.store.files(t))

    def has(self, documents: int) -> None:
        """Wait until so many are committed, and no more."""
        eventually(lambda: self.documents() >= documents, lambda: f"{self.documents()} of {documents}: {self.told()}")
        assert self.documents() == documents

    def told(self) -> str:
        """What went on, for a failing test."""
        try:
            states = [(r["name"], r["state_name"]) for r in self.runs()]
        except OSError as e:
            states = [("server", str(e))]
        return "\n".join([str(states), *(f"== {n}\n{p.said()[-1500:]}" for n, p in self.programs.items())])

    def close(self) -> None:
        """End all programs of this lab."""
        for program in reversed(list(self.programs.values())):
            if program.process.poll() is None:
                program.process.kill()
                program.process.wait()


@contextmanager
def lab(folder: Path, home: Path, **env: str) -> Iterator[Lab]:
    """A lab whose programs end with the context; nothing of it may live on."""
    made = Lab(folder, home, **env)
    try:
        yield made
    finally:
        made.close()
        assert_all_gone(home)


def free_port() -> int:
    """A port on loopback nobody listens at."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
