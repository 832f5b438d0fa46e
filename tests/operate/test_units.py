"""systemd's units and the cron line of the docs do their work, started by their own words in an environment like theirs."""

import configparser
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import article
from lab import FLOWS, Lab, eventually, lab

pytestmark = pytest.mark.operate
ROOT = FLOWS.parent


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PREFECT_HOME for the file: migrations take a dozen seconds."""
    return tmp_path_factory.mktemp("prefect")


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
