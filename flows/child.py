"""`python -m flows.child PARENT LIFELINE …`: the `prefect` command, tied to its parent's life."""

import ctypes
import os
import runpy
import signal
import sys
import threading

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Tie this process to its parent, then become the prefect command line."""
    parent, lifeline = int(sys.argv[1]), int(sys.argv[2])
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(0)
    threading.Thread(target=_die_with_parent, args=(lifeline,), daemon=True).start()
    sys.argv[1:] = sys.argv[3:]
    runpy.run_module("prefect", run_name="__main__")


def _die_with_parent(lifeline: int) -> None:
    os.read(lifeline, 1)  # returns when the parent's end closes
    os._exit(0)


if __name__ == "__main__":
    main()
