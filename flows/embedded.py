"""A Prefect server of our own for a flow that is run by hand: started as a child, gone when we are.

Prefect's own ephemeral server outlives a killed flow and prints tracebacks at exit; this one writes to
`.prefect/server.log` and dies with us however we end: by the kernel where it can (Linux), else because its end of a
pipe closes. Import this module before `prefect`: its settings are read from the environment at import.
"""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

START_S = 180.0  # the first start migrates a database: 13 s measured idle, far longer on a busy machine
STOP_S = 10.0
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",  # what a user must know, we say ourselves
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
}


@contextmanager
def server() -> Iterator[None]:
    """Within it, PREFECT_API_URL points at a server; ours, unless one is set already. Raises RuntimeError when ours
    does not come up."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    if os.environ.get("PREFECT_API_URL"):
        yield
        return
    for name in ("NO_PROXY", "no_proxy"):  # loopback is nobody's to proxy
        os.environ[name] = ",".join(filter(None, (os.environ.get(name), "127.0.0.1")))
    home = Path(os.environ.setdefault("PREFECT_HOME", str(Path(".prefect").absolute())))
    home.mkdir(parents=True, exist_ok=True)
    with open(home / "start.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two first starts must not migrate one database at once
        url, child, lifeline = _start(home)
        os.environ["PREFECT_API_URL"] = url
        try:
            import prefect  # noqa: F401  # takes a second that the server needs as well

            _wait(url, child, home / "server.log")
        except BaseException:
            _stop(child, lifeline)
            raise
    try:
        yield
    finally:
        _drain()
        _stop(child, lifeline)


def _start(home: Path) -> "tuple[str, subprocess.Popen[bytes], int]":
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    theirs, ours = os.pipe()
    command = [sys.executable, "-m", "flows.child", str(os.getpid()), str(theirs)]
    command += ["server", "start", "--host", "127.0.0.1", "--port", str(port)]
    environment = {k: v for k, v in os.environ.items() if k != "PREFECT_API_URL"}
    environment |= {"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "INFO"}
    with open(home / "server.log", "ab") as log:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(theirs,),
            env=environment,
            process_group=0,
        )
    os.close(theirs)
    return f"http://127.0.0.1:{port}/api", child, ours


def _wait(url: str, child: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_S
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise RuntimeError(f"the embedded Prefect server ended with status {child.returncode}; {log} says why")
        with suppress(urllib.error.URLError, OSError), opener.open(f"{url}/health", timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"the embedded Prefect server did not answer within {START_S:.0f} s; {log} says why")


def _drain() -> None:
    """Hand over what Prefect still holds to tell: with the server gone it would try for over a minute at exit."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    APILogWorker.drain_all(timeout=STOP_S)
    EventsWorker.drain_all(timeout=STOP_S)


def _stop(child: "subprocess.Popen[bytes]", lifeline: int) -> None:
    child.send_signal(signal.SIGINT)
    try:
        child.wait(STOP_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    os.close(lifeline)
