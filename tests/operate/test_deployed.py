"""The other ways of bringing it up, by the very commands that deploy/ names: compose's on a real Postgres, systemd's units,
`make server`; the user interface in a browser; and that nothing of it ever speaks to anybody outside."""

import configparser
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from conftest import article
from lab import FLOWS, Lab, eventually, free_port, lab

pytestmark = pytest.mark.operate
ROOT = FLOWS.parent
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
LISTEN = """
import os, sys, threading

def told(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo"):
        where = args[0] if event == "socket.getaddrinfo" else args[1]
        with open(os.environ["CONNECTIONS"], "a") as f:
            f.write(f"{event} {where!r}\\n")

sys.addaudithook(told)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PREFECT_HOME for the file: migrations take a dozen seconds."""
    return tmp_path_factory.mktemp("prefect")


@pytest.fixture
def postgres() -> Iterator[str]:
    """A real Postgres on loopback; yields its address for Prefect."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("Postgres is not installed: apt-get install postgresql")
    bin, port = found[-1].parent, free_port()
    user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="postgres-") as data:  # not below tmp_path, which is ours alone to enter
        if user:
            os.chown(data, *pwd.getpwnam("postgres")[2:4])
        init = [*user, bin / "initdb", "-D", data, "-U", "prefect", "-A", "trust"]
        subprocess.run(init, check=True, capture_output=True, cwd="/")
        words = ["-D", data, "-p", str(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
        out = subprocess.DEVNULL
        server = subprocess.Popen([*user, bin / "postgres", *words], stdout=out, stderr=out, cwd="/")
        try:
            ready = [bin / "pg_isready", "-h", "127.0.0.1", "-p", str(port)]
            eventually(lambda: subprocess.run(ready, capture_output=True, check=False).returncode == 0)
            create = [bin / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "prefect", "prefect"]
            subprocess.run(create, check=True, capture_output=True)
            yield f"postgresql+asyncpg://prefect:prefect@127.0.0.1:{port}/prefect"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


def program(here: Lab, service: str) -> list[str]:
    """The command of a service of compose.yaml, for Lab.start: python's words."""
    words = COMPOSE["services"][service]["command"]
    return ["-m", *words] if words[0] == "prefect" else words[1:]


def test_what_compose_starts_works_on_a_real_postgres(tmp_path: Path, home: Path, postgres: str) -> None:
    with lab(tmp_path, home) as here:
        work = tmp_path / "work"
        work.mkdir()
        for name in ("flows", "prefect.yaml", "pyproject.toml"):
            (work / name).symlink_to(ROOT / name)
        (work / "ingest.toml").write_text(f'[paths]\nraw = "{here.shop.raw}"\nprocessed = "{here.shop.processed}"\n')
        here.folder = work
        environment = dict(
            line.split("=", 1) for line in (ROOT / "deploy/server.env").read_text().split("\n") if "=" in line
        )
        here.env |= environment | {"INGEST_HOME": str(work), "PREFECT_API_DATABASE_CONNECTION_URL": postgres}
        words = program(here, "server")
        server = here.start("server", *words[: words.index("--host")], "--host", "127.0.0.1", "--port", str(here.port))
        eventually(here.answers, server.said)
        shell = COMPOSE["services"]["setup"]["command"][2]
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        for _ in range(2):
            done = subprocess.run(
                shell, shell=True, cwd=work, env={**here.env, "PATH": path}, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr
        assert "as it should be" in done.stdout
        assert "runs are removed after" in done.stdout
        worker = here.start("worker", *program(here, "worker"))
        watching = here.start("watcher", *program(here, "watcher"))
        here.shop.drop("a.txt", article("a"), settled=False)
        here.has(1)
        here.shop.drop("b.txt", article("b"), settled=False)
        here.has(2)
        watching.says("was asked to run")
        worker.end(signal.SIGTERM)
        assert watching.end(signal.SIGTERM) == 143


def test_make_server_brings_all_up_and_takes_all_down(tmp_path: Path, home: Path) -> None:
    with lab(tmp_path, home) as here:
        del here.env["PREFECT_API_URL"]
        here.shop.drop("a.txt", article("a"))
        up = here.start("up", str(FLOWS / "up.py"), "--port", str(here.port), *here.folders(), "--interval", "3600")
        here.has(1)
        here.shop.drop("b.txt", article("b"), settled=False)
        here.has(2)
        assert f"user interface: http://127.0.0.1:{here.port}" in up.said()
        assert up.end(signal.SIGINT) == 130, up.said()


def test_the_units_are_as_systemd_wants_them(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    (tmp_path / "srv/.venv/bin").mkdir(parents=True)
    for name in ("ingest", "python", "prefect"):
        (tmp_path / "srv/.venv/bin" / name).symlink_to(sys.executable)
    (tmp_path / "srv/deploy").symlink_to(ROOT / "deploy")
    units = []
    for unit in sorted((ROOT / "deploy/systemd").iterdir()):
        text = unit.read_text("utf-8").replace("/srv/ingest", str(tmp_path / "srv")).replace("User=ingest", "User=root")
        units.append(tmp_path / unit.name)
        units[-1].write_text(text)
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "ingest" in line]
    assert ours == [], done.stderr


class Machine:
    """A machine with this package in FOLDER/srv, as the units and the cron line expect it in /srv/ingest."""

    def __init__(self, here: Lab) -> None:
        self.here, self.root = here, here.folder / "srv"
        (self.root / ".venv/bin").mkdir(parents=True)
        for name in ("flows", "deploy"):
            (self.root / name).symlink_to(ROOT / name)
        for name, module in {"ingest": "-m ingest.cli", "python": "", "prefect": "-m prefect"}.items():
            script = self.root / ".venv/bin" / name
            script.write_text(
                f'#!/bin/sh\nPYTHONPATH={os.environ.get("PYTHONPATH", "")} exec {sys.executable} {module} "$@"\n'
            )
            script.chmod(0o755)
        (self.root / "ingest.toml").write_text(
            f'[paths]\nraw = "{here.shop.raw}"\nprocessed = "{here.shop.processed}"\n'
        )

    def here_it_is(self, text: str) -> str:
        """A file's text with the paths and the port of this machine."""
        text = text.replace("/srv/ingest", str(self.root))
        return text.replace("--port 4200", f"--port {self.here.port}").replace(":4200/", f":{self.here.port}/")

    def start(self, name: str) -> subprocess.Popen[bytes]:
        """What systemd does for a unit: its environment, what it runs before, and its program."""
        unit = configparser.ConfigParser(interpolation=None, dict_type=Lines, strict=False)
        unit.optionxform = str  # keys as they are written
        unit.read_string(self.here_it_is((ROOT / f"deploy/systemd/{name}.service").read_text("utf-8")))
        service = unit["Service"]
        lines = service.get("Environment", "").split("\n")
        lines += Path(file).read_text().split("\n") if (file := service.get("EnvironmentFile")) else []
        env = self.here.env | dict(line.split("=", 1) for line in lines if "=" in line and line[0] != "#")
        env |= {"PREFECT_HOME": str(self.here.home)}  # where migrations were made
        with open(self.here.folder / f"{name}.log", "ab") as out:
            how = {"cwd": self.root, "env": env, "stdout": out, "stderr": out}
            for words in service.get("ExecStartPre", "").split("\n"):
                subprocess.run(words.split(), check=True, **how) if words else None
            return subprocess.Popen(service["ExecStart"].split(), **how)


class Lines(dict):
    """Options that are given more than once keep all their lines."""

    def __setitem__(self, key: str, value: object) -> None:
        if isinstance(value, list) and isinstance(self.get(key), list):
            value = self[key] + value
        super().__setitem__(key, value)


def test_the_units_without_prefect_do_their_work(tmp_path: Path, home: Path) -> None:
    with lab(tmp_path, home) as here:
        machine = Machine(here)
        here.shop.drop("a.txt", article("a"))
        assert machine.start("ingest-run").wait(120) == 0
        here.has(1)
        watching = machine.start("ingest-watch")
        here.shop.drop("b.txt", article("b"), settled=False)
        here.has(2)
        watching.terminate()
        assert watching.wait(45) == 143


def test_the_units_of_prefect_work_together(tmp_path: Path, home: Path) -> None:
    with lab(tmp_path, home) as here:
        machine, started = Machine(here), []
        try:
            started.append(machine.start("ingest-prefect-server"))
            eventually(here.answers)
            started.append(machine.start("ingest-serve"))
            eventually(lambda: here.ask("deployments/filter"))
            started.append(machine.start("ingest-watch-raw"))
            here.shop.drop("a.txt", article("a"), settled=False)
            here.has(1)
            assert "work pool ingest" in (tmp_path / "ingest-serve.log").read_text()
        finally:
            ended = []
            for process, number in zip(
                reversed(started), (signal.SIGTERM, signal.SIGTERM, signal.SIGINT), strict=False
            ):
                process.send_signal(number)
                ended.append(process.wait(45))
        assert ended == [143, 143, 0]


def test_the_cron_line_of_the_docs_runs_in_crons_environment(tmp_path: Path, home: Path) -> None:
    text = (ROOT / "docs/operate.md").read_text("utf-8")
    (line,) = [line for line in text.split("\n") if line.startswith("*/15 * * * *")]
    with lab(tmp_path, home) as here:
        machine = Machine(here)
        here.shop.drop("a.txt", article("a"))
        env = {"HOME": str(tmp_path), "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin", "LOGNAME": "root"}
        command = machine.here_it_is(line.removeprefix("*/15 * * * *").strip())
        done = subprocess.run(["/bin/sh", "-c", command], env=env, cwd=tmp_path, check=False)
        assert done.returncode == 0, (machine.root / "ingest.log").read_text()
        here.has(1)


def test_nothing_ever_speaks_to_anybody_outside(tmp_path: Path, home: Path) -> None:
    site, heard = tmp_path / "site", tmp_path / "connections"
    site.mkdir()
    (site / "sitecustomize.py").write_text(LISTEN)
    path = os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")])
    with lab(tmp_path / "lab", home, PYTHONPATH=path, CONNECTIONS=str(heard)) as here:
        for name in ("DO_NOT_TRACK", "PREFECT_SERVER_ANALYTICS_ENABLED", "PREFECT_API_URL"):
            del here.env[name]  # our programs see to it themselves
        here.shop.drop("a.txt", article("a"))
        run = here.start("run", str(FLOWS / "ingest_raw.py"), *here.folders())
        assert run.process.wait(120) == 0, run.said()
        up = here.start("up", str(FLOWS / "up.py"), "--port", str(here.port), *here.folders(), "--interval", "5")
        eventually(lambda: here.answers() and len(here.runs("COMPLETED")) >= 2, up.said)
        assert up.end(signal.SIGINT) == 130
    lines = heard.read_text().splitlines()
    assert len(lines) > 20
    inside = ("127.0.0.1", "::1", "'/", "localhost", "b'\\x00", "None")
    assert [line for line in lines if not any(i in line for i in inside)] == []


def test_the_user_interface_in_a_browser(tmp_path: Path, home: Path) -> None:
    """Takes pictures of the form, of a run at work and of a finished one; SHOTS=folder keeps them."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if not browser:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    out = Path(os.environ.get("SHOTS", tmp_path / "shots"))
    out.mkdir(exist_ok=True)
    with lab(tmp_path, home, INGEST_RUN__BATCH_FILES="1", INGEST_RUN__WORKERS="1") as here:
        here.start_server()
        here.shop.drop("broken.jsonl", "{broken\n")
        for i in range(400):
            here.shop.drop(f"{i}.txt", article(str(i), sentences=600))
        here.serve("--interval", "86400")
        (deployment,) = here.ask("deployments/filter")
        site = here.url.removesuffix("/api")
        here.run_now()
        (run,) = eventually(lambda: here.runs("RUNNING"), here.told)
        eventually(lambda: [a for a in here.ask("artifacts/filter") if a["type"] == "progress"], here.told)
        pages = {"form": f"deployments/deployment/{deployment['id']}/run", "running": f"runs/flow-run/{run['id']}"}
        for name, page in pages.items():
            take(browser, f"{site}/{page}", out / f"{name}.png", tmp_path)
        eventually(lambda: here.runs("COMPLETED"), here.told)
        take(browser, f"{site}/runs/flow-run/{run['id']}", out / "finished.png", tmp_path)
        for artifact in here.ask("artifacts/filter"):
            if artifact["key"] == "ingest-raw-summary":
                take(browser, f"{site}/artifacts/artifact/{artifact['id']}", out / "summary.png", tmp_path)
    assert all(p.stat().st_size > 20_000 for p in out.iterdir())
    assert len(list(out.iterdir())) == 4


def take(browser: str, url: str, to: Path, folder: Path) -> None:
    profile = folder / f"profile-{to.stem}-{time.monotonic_ns()}"
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
    flags += [
        "--force-prefers-reduced-motion",
        "--run-all-compositor-stages-before-draw",
    ]  # else pages are caught fading in
    words = [
        f"--user-data-dir={profile}",
        "--window-size=1360,1000",
        "--virtual-time-budget=60000",
        f"--screenshot={to}",
    ]
    subprocess.run([browser, *flags, *words, url], check=True, capture_output=True, timeout=120)
