"""What a batch reports while it runs, and what it is told of the deaths of those that ran it before."""

import resource
import sys
from collections.abc import Mapping
from typing import Protocol

READER = -1  # in place of a record's number: between records, the reader itself was at work
Poison = Mapping[tuple[int, int], str]


class Progress(Protocol):
    """Told what begins, before it begins."""

    def begin(self, item: int, record: int) -> None:
        """Record number `record` of item number `item` begins; READER: the reader is at work."""


class Silent:
    """Nobody watches."""

    def begin(self, item: int, record: int) -> None:
        """Do nothing."""


def died(reason: str, cpu_s: int, memory_mb: int) -> str:
    said = {
        "timeout": f"it took more than limits.cpu_s = {cpu_s} s of CPU time",
        "memory": f"it asked for more than limits.memory_mb = {memory_mb}",
        "changed": "it changed while it was read",
    }
    return said.get(reason, "the worker process died on it")


def peak_mb() -> float:
    """The most memory this process has ever had, in megabytes. Linux's rusage would count what our parent had when it
    started us."""
    if sys.platform == "linux":
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            return round(next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) * 1024 / 1e6, 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # in kB; macOS says bytes
    return round(peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6, 1)
