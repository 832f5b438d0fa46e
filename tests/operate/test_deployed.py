"""The other ways of bringing it up, by the very commands that deploy/ names: compose's on a real Postgres,
`make server`; the user interface in a browser; and that nothing of it ever speaks to anybody outside."""

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


def test_the_compose_file_is_one(tmp_path: Path) -> None:
    """By docker-compose 1.29, which needs no engine for it; it does not know `name:` yet."""
    if not (compose := shutil.which("docker-compose")):
        pytest.skip("docker-compose is not installed: apt-get install docker-compose")
    (tmp_path / "deploy").mkdir()
    text = (ROOT / "deploy/compose.yaml").read_text("utf-8")
    (tmp_path / "deploy/compose.yaml").write_text(text.replace("name: ingest\n", "", 1))
    shutil.copy(ROOT / "deploy/server.env", tmp_path / "deploy")
    env = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    words = [compose, "-f", "deploy/compose.yaml", "config"]
    done = subprocess.run(words, env=env, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    made = yaml.safe_load(done.stdout)["services"]
    assert made["worker"]["environment"]["PREFECT_API_URL"] == "http://server:4200/api"
    assert made["watcher"]["environment"]["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


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
