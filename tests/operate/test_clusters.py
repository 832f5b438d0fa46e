"""Past one machine: the same flow on Dask and Ray gives the same content, and a worker's death costs nothing."""

import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Workshop, article
from lab import FLOWS, Program, eventually, free_port, lab, processes_of

from ingest.store.check import check
from ingest.store.content import content_hash

pytestmark = pytest.mark.operate
FILES = 40
SMALL = {"INGEST_RUN__GROUP_FILES": "20", "INGEST_RUN__BATCH_FILES": "2", "INGEST_RUN__WORKERS": "2"}


def need(package: str) -> None:
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed: pip install '.[{package.removeprefix('prefect_')}]'")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PREFECT_HOME for the suite: migrations take a dozen seconds."""
    return tmp_path_factory.mktemp("prefect")


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    shop = filled(Workshop(tmp_path_factory.mktemp("local")))
    shop.run()
    return shop


def filled(shop: Workshop) -> Workshop:
    for i in range(FILES):
        shop.drop(f"{i:02}.txt", article(str(i % 35), sentences=200))
    shop.drop("bad.jsonl", "{broken\n")
    return shop


def run(here, *words: str, **env: str) -> str:
    program = here.start("run", str(FLOWS / "ingest_raw.py"), *here.folders(), *words, **env)
    assert program.process.wait(300) == 0, program.said()
    return program.said()


def is_same(shop: Workshop, local: Workshop) -> None:
    assert content_hash(shop.store) == content_hash(local.store)
    assert check(shop.store) == []


@pytest.mark.parametrize("runner", ["dask", "ray"])
def test_a_cluster_of_two_on_this_machine_gives_the_same_content(
    tmp_path: Path, home: Path, local: Workshop, runner: str
) -> None:
    need(f"prefect_{runner}")
    with lab(tmp_path, home, **SMALL) as here:
        filled(here.shop)
        here.start_server()
        said = run(here, "--task-runner", runner)
        assert "Traceback" not in said
        is_same(here.shop, local)


@pytest.fixture
def dask(tmp_path: Path, home: Path) -> Iterator[tuple]:
    need("prefect_dask")
    with lab(tmp_path, home, **SMALL) as here:
        here.start_server()
        port = free_port()
        words = ["-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
        here.start("scheduler", *words)
        address = f"tcp://127.0.0.1:{port}"
        here.programs["scheduler"].says("Scheduler at")
        yield here, address


def start_dask_worker(here, address: str, name: str, **env: str) -> Program:
    words = ["-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    worker = here.start(name, *words, "--local-directory", str(here.folder / name), **env)
    worker.says("Registered to")
    return worker


def test_a_dask_worker_killed_midway_loses_nothing_and_doubles_nothing(dask: tuple, local: Workshop) -> None:
    here, address = dask
    filled(here.shop)
    first, _ = (start_dask_worker(here, address, f"worker{i}") for i in range(2))
    program = here.start(
        "run", str(FLOWS / "ingest_raw.py"), *here.folders(), "--task-runner", "dask", "--address", address
    )
    staging = Path(here.shop.store.staging)
    eventually(
        lambda: staging.exists() and len([p for p in staging.iterdir() if not p.name.startswith(".")]) >= 3, here.told
    )
    first.process.kill()
    assert program.process.wait(300) == 0, program.said()
    is_same(here.shop, local)


def test_a_worker_of_another_version_is_refused_by_name(dask: tuple, tmp_path: Path) -> None:
    here, address = dask
    filled(here.shop)
    other = tmp_path / "other"
    (other / "ftfy-5.0.dist-info").mkdir(parents=True)
    (other / "ftfy-5.0.dist-info/METADATA").write_text("Metadata-Version: 2.1\nName: ftfy\nVersion: 5.0\n")
    start_dask_worker(here, address, "old", PYTHONPATH=os.pathsep.join([str(other), os.environ.get("PYTHONPATH", "")]))
    program = here.start(
        "run", str(FLOWS / "ingest_raw.py"), *here.folders(), "--task-runner", "dask", "--address", address
    )
    assert program.process.wait(120) == 2, program.said()
    assert "ftfy 5.0 and not" in program.said()
    assert here.documents() == 0


def test_a_worker_that_does_not_see_the_folders_is_refused(dask: tuple, local: Workshop) -> None:
    if os.getuid() != 0 or os.system("unshare -m true 2>/dev/null"):
        pytest.skip("a mount namespace needs root")
    here, address = dask
    filled(here.shop)
    hide = f"mount -t tmpfs none {here.shop.raw.parent}/processed && exec {sys.executable} -m distributed.cli.dask_worker {address} --nthreads 1 --no-nanny --no-dashboard"
    here.shop.processed.mkdir(exist_ok=True)
    log = here.folder / "blind.log"
    with open(log, "ab") as out:
        blind = subprocess.Popen(["unshare", "-m", "sh", "-c", hide], env=here.env, stdout=out, stderr=out)
    try:
        eventually(lambda: "Registered to" in log.read_text())
        program = here.start(
            "run", str(FLOWS / "ingest_raw.py"), *here.folders(), "--task-runner", "dask", "--address", address
        )
        assert program.process.wait(120) == 2, program.said()
        assert "must lie on a disk that all machines see" in program.said()
    finally:
        blind.kill()
        blind.wait()


def test_a_ray_cluster_started_apart_whose_worker_is_killed(tmp_path: Path, home: Path, local: Workshop) -> None:
    need("prefect_ray")
    secret = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    with lab(tmp_path, home, **SMALL, **secret, RAY_USAGE_STATS_ENABLED="0") as here:
        filled(here.shop)
        here.start_server()
        port = free_port()
        ray = [str(Path(sys.executable).with_name("ray"))]
        start = ["start", "--head", "--num-cpus=2", "--include-dashboard=false", "--node-ip-address=127.0.0.1"]
        more = [f"--port={port}", f"--temp-dir=/tmp/ray-{os.getpid()}", "--disable-usage-stats", "--block"]
        log = here.folder / "ray.log"
        with open(log, "ab") as out:
            head = subprocess.Popen([*ray, *start, *more], env=here.env, stdout=out, stderr=out, start_new_session=True)
        try:
            eventually(lambda: "Ray runtime started" in log.read_text(), lambda: log.read_text())
            words = ["--task-runner", "ray", "--address", f"127.0.0.1:{port}"]
            program = here.start("run", str(FLOWS / "ingest_raw.py"), *here.folders(), *words)
            work = "ray::work"  # ray::DashboardAgent and its like are no workers: their death is their node's
            at_work = lambda: [p for p, c in processes_of(here.home).items() if c.startswith(work)]  # noqa: E731
            staging = Path(here.shop.store.staging)
            eventually(lambda: staging.exists() and len(list(staging.glob("[0-9a-f]*"))) >= 2, here.told)
            os.kill(eventually(at_work, here.told)[0], signal.SIGKILL)
            assert program.process.wait(300) == 0, program.said()
            is_same(here.shop, local)
        finally:
            os.killpg(head.pid, signal.SIGTERM)
            head.wait(90)  # it gives its tasks 30 s
            time.sleep(1)
            shutil.rmtree(f"/tmp/ray-{os.getpid()}", ignore_errors=True)


def test_a_missing_extra_is_named(tmp_path: Path, home: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / "prefect_dask.py").write_text("raise ImportError('no prefect_dask here')\n")
    with lab(tmp_path / "lab", home) as here:
        here.start_server()
        path = os.pathsep.join([str(blocked), os.environ.get("PYTHONPATH", "")])
        program = here.start(
            "run", str(FLOWS / "ingest_raw.py"), *here.folders(), "--task-runner", "dask", PYTHONPATH=path
        )
        assert program.process.wait(120) == 2
        assert "pip install '.[dask]'" in program.said()
