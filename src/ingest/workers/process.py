"""A worker process: takes a step and an item, answers with its result; reports each record before it begins.

Started as `python -m ingest.workers` by the pool, never forked from it. It dies with its parent in two
ways: the kernel kills it when the thread that started it ends (Linux), and a thread of its own ends it when the
parent's end of the lifeline closes. Limits are the kernel's too: RLIMIT_CPU is moved on before each record, so the
seconds are CPU time of that record alone (or of the reader, from one record to the next); RLIMIT_DATA bounds memory.
"""

import ctypes
import mmap
import os
import resource
import signal
import struct
import sys
import threading
import traceback
from multiprocessing.connection import Connection
from typing import Any

from ingest.core.errors import Bug, IngestError

PROGRESS = struct.Struct("<qqq")  # item, record, how many records have begun
PR_SET_PDEATHSIG = 1


class Board:
    """The page of memory shared with the pool on which a worker notes what it is at."""

    def __init__(self, fd: int) -> None:
        self._page = mmap.mmap(fd, mmap.PAGESIZE)

    def note(self, item: int, record: int, begun: int) -> None:
        """Write down what begins now."""
        PROGRESS.pack_into(self._page, 0, item, record, begun)

    def read(self) -> tuple[int, int, int]:
        """(item, record, records begun)."""
        item, record, begun = PROGRESS.unpack_from(self._page, 0)
        return item, record, begun


class Reporter:
    """Notes each record on the board and grants it its CPU time."""

    def __init__(self, board: Board, cpu_s: int) -> None:
        self.board, self.cpu_s, self.begun = board, cpu_s, 0

    def begin(self, item: int, record: int) -> None:
        """A record (or, below 0, the reader) begins."""
        self.begun += record >= 0
        self.board.note(item, record, self.begun)
        used = resource.getrusage(resource.RUSAGE_SELF)
        granted = int(used.ru_utime + used.ru_stime) + self.cpu_s + 1
        _limit(resource.RLIMIT_CPU, granted)


def _limit(kind: int, value: int) -> None:
    """Move a soft limit, within the hard one that this process was given."""
    hard = resource.getrlimit(kind)[1]
    known = value != resource.RLIM_INFINITY and hard != resource.RLIM_INFINITY
    resource.setrlimit(kind, (min(value, hard) if known else hard if value == resource.RLIM_INFINITY else value, hard))


def main() -> None:
    """Serve steps until the pool hangs up. Arguments: the pool's pid and the three descriptors."""
    parent, wire, lifeline, board = map(int, sys.argv[1:5])
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)
    _limit(resource.RLIMIT_CORE, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_die_with_parent, args=(lifeline,), daemon=True).start()
    _serve(Connection(wire), Board(board))


def _die_with_parent(lifeline: int) -> None:
    os.read(lifeline, 1)  # returns when the other end closes
    os._exit(0)


def _serve(wire: "Connection[Any, Any]", board: Board) -> None:
    from ingest.pipeline import STEPS
    from ingest.pipeline.batch import run_batch

    while True:
        try:
            step, item, poison = wire.recv()
        except EOFError:
            return
        try:
            _limit(resource.RLIMIT_CPU, resource.RLIM_INFINITY)
            if step == "run_batch":
                limits = item.settings.limits
                _bound_memory(limits.memory_mb)
                wire.send((True, run_batch(item, Reporter(board, limits.cpu_s), poison)))
            else:
                wire.send((True, STEPS[step](item)))
        except Exception as e:  # noqa: BLE001  # not swallowed: it is raised again in the parent
            wire.send((False, _portable(e)))


def _portable(error: Exception) -> Exception:
    """The error, as it can be raised in another process: one of our own or of Python's; any other, which might not
    survive the way, as a Bug that says it all."""
    if isinstance(error, IngestError):
        return error
    if type(error).__module__ != "builtins":
        return Bug("".join(traceback.format_exception(error)))
    error.add_note("".join(traceback.format_tb(error.__traceback__)))
    return error


def _bound_memory(memory_mb: int) -> None:
    if sys.platform == "linux":
        _limit(resource.RLIMIT_DATA, memory_mb * 1_000_000)
