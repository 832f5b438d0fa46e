"""A Prefect server of our own for a flow that is run by hand: started as a child, gone when we are.

Prefect's own ephemeral server outlives a killed flow and prints tracebacks at exit; this one writes to
`.prefect/server.log` and dies with us however we end: by the kernel where it can (Linux), else because its end of a
pipe closes. Import this module before `prefect`: its settings are read from the environment at import.
"""

import fcntl
import os
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flows.environment import SERVER, quieten
from flows.tied import STOP_S, Tied
from ingest.core.errors import StoreError, UserError

START_S = 180.0  # the first start migrates a database: 13 s measured idle, far longer on a busy machine


@contextmanager
def server(port: int = 0, own: bool = False) -> Iterator[None]:
    """Within it, PREFECT_API_URL points at a server; ours, unless one is set already and `own` is False. `port` 0: any
    that is free. Raises StoreError when ours does not come up."""
    quieten(by_hand=True)
    if os.environ.get("PREFECT_API_URL") and not own:
        yield
        return
    home = Path(os.environ.setdefault("PREFECT_HOME", str(Path(".prefect").absolute())))
    home.mkdir(parents=True, exist_ok=True)
    with open(home / "start.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two first starts must not migrate one database at once
        url, child = _start(home, port)
        os.environ["PREFECT_API_URL"] = url
        try:
            import prefect  # noqa: F401  # takes a second that the server needs as well

            _wait(url, child, home / "server.log")
        except BaseException:
            child.stop()
            raise
    try:
        yield
    finally:
        _drain()
        child.stop()


def _start(home: Path, port: int = 0) -> tuple[str, Tied]:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as e:
            raise UserError(f"port {port}: {e.strerror}; is another server running?") from e
        port = probe.getsockname()[1]
    environment = SERVER | {k: v for k, v in os.environ.items() if k != "PREFECT_API_URL"}
    environment |= {"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "INFO"}
    words = ["server", "start", "--host", "127.0.0.1", "--port", str(port)]
    return f"http://127.0.0.1:{port}/api", Tied("prefect", words, home / "server.log", environment)


def _wait(url: str, child: Tied, log: Path) -> None:
    deadline = time.monotonic() + START_S
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < deadline:
        if child.process.poll() is not None:
            raise StoreError(
                f"the embedded Prefect server ended with status {child.process.returncode}; {log} says why"
            )
        with suppress(urllib.error.URLError, OSError), opener.open(f"{url}/health", timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise StoreError(f"the embedded Prefect server did not answer within {START_S:.0f} s; {log} says why")


def _drain() -> None:
    """Hand over what Prefect still holds to tell: with the server gone it would try for over a minute at exit."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    APILogWorker.drain_all(timeout=STOP_S)
    EventsWorker.drain_all(timeout=STOP_S)
