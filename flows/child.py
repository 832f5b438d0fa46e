"""`python -m flows.child PARENT LIFELINE MODULE …`: a module run as a program, tied to its parent's life."""

import ctypes
import os
import runpy
import signal
import sys
import threading

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Tie this process to its parent, then become the module."""
    parent, lifeline = int(sys.argv[1]), int(sys.argv[2])
    _end_with_parent(signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(0)
    threading.Thread(target=_die_with_parent, args=(lifeline,), daemon=True).start()
    module, sys.argv[1:] = sys.argv[3], sys.argv[4:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _end_with_parent(number: int) -> None:
    """Have the kernel send us a signal when our parent's starting thread ends (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


def _die_with_parent(lifeline: int) -> None:
    os.read(lifeline, 1)  # returns when the parent's end closes
    os._exit(0)


def end_with_server() -> None:
    """For a run that flows/serve.py has started: when that is killed, end as by SIGTERM, with all committed that is whole.
    Prefect would let it run on, and the next server would start another beside it."""
    server = os.environ.get("INGEST_SERVED_BY")
    if server:
        _end_with_parent(signal.SIGTERM)
        if server != str(os.getppid()):  # it was killed before we were tied to it
            os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
