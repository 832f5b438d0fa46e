"""A pool of worker processes that survives its workers.

Rule 1: a worker that dies on a record is replaced; the batch is run again with that record as a reject (`timeout`
        where the kernel took it for its CPU time, else `crashed`), so its neighbours lose nothing. One that dies while a
        reader is at work is replaced too; `core/deaths.py` says what becomes of the file.
        SIGKILL comes from outside, so the first time nobody is blamed.
Rule 2: workers are started from one thread that lives as long as the pool, because the kernel kills them when the
        thread that started them ends; any thread may call.
Rule 3: closing the pool, however it comes about, ends every worker.
"""

import os
import queue
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

from ingest.core.deaths import TRIES
from ingest.core.errors import Bug, PoolClosed, StoreError
from ingest.workers.process import Board

MOST_DEATHS = 10_000  # of one batch; a bound for a worker that cannot even start
# Arrow's own allocator takes a gigabyte of addresses at its first use, which counts against limits.memory_mb (measured:
# 1,057 MB after the first array, the system's 33).
ENVIRONMENT = {"ARROW_DEFAULT_MEMORY_POOL": "system"}


@dataclass(slots=True, eq=False)
class Worker:
    """One process and the wires to it."""

    process: "subprocess.Popen[bytes]"
    wire: "Connection[Any, Any]"
    lifeline: int
    board: Board

    def end(self) -> None:
        """Kill it and close the wires."""
        self.process.kill()
        self.process.wait()
        self.wire.close()
        os.close(self.lifeline)


class Pool:
    """At most `size` workers (0: one for each processor), started when they are first needed."""

    def __init__(self, size: int = 0) -> None:
        self.size = size or available_processors()
        self._idle: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(self.size):
            self._idle.put(None)
        self._orders: queue.SimpleQueue[Future[Worker] | None] = queue.SimpleQueue()
        self._all: set[Worker] = set()
        self._lock = threading.Lock()
        self._closed = False
        self._starter = threading.Thread(target=self._start_workers, name="ingest-workers", daemon=True)
        self._starter.start()

    def __enter__(self) -> "Pool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def map(self, step: str, items: Sequence[Any]) -> Iterator[Any]:
        """Apply a step of the pipeline to every item; results come as they are ready. What an item raises is raised
        here, after the workers at hand have ended."""
        threads = ThreadPoolExecutor(min(self.size, max(1, len(items))), "ingest-call")
        waiting = {threads.submit(self.call, step, item) for item in items}
        try:
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        except BaseException:
            self.close()
            raise
        finally:
            threads.shutdown(wait=True, cancel_futures=True)

    def call(self, step: str, item: Any) -> Any:
        """Run one step on one item in a worker; blocks. Safe to call from any thread."""
        poison: dict[tuple[int, int], tuple[str, ...]] = {}
        spared: set[tuple[int, int]] = set()
        for _ in range(MOST_DEATHS):
            worker = self._take()
            alive = False
            try:
                worker.wire.send((step, item, poison))
                fine, answer = worker.wire.recv()
                alive = True
            except (EOFError, OSError):
                if self._closed:
                    raise PoolClosed("the run was stopped") from None
                self._blame(worker, step, poison, spared)
                continue
            finally:
                self._give_back(worker, alive)
            if fine:
                return answer
            raise answer
        raise Bug(f"step {step!r}: {MOST_DEATHS} workers died on one batch")

    def _blame(
        self, worker: Worker, step: str, poison: dict[tuple[int, int], tuple[str, ...]], spared: set[tuple[int, int]]
    ) -> None:
        """Note what the dead worker was at. Raises StoreError where no record can be blamed. SIGKILL comes from outside
        (an operator, the kernel short of memory): the first time, the record at hand is spared."""
        status = worker.process.wait()
        item, record, begun = worker.board.read()
        if status == -signal.SIGKILL and (item, record) not in spared:
            spared.add((item, record))
            return
        known = poison.get((item, record), ())
        if step != "run_batch" or begun < 0 or len(known) >= (1 if record >= 0 else TRIES):
            raise StoreError(f"a worker process died in step {step!r} ({_status(status)}); is there enough memory?")
        poison[item, record] = (*known, "timeout" if status == -signal.SIGXCPU else "crashed")

    def _take(self) -> Worker:
        worker = self._idle.get()
        if worker is not None and (self._closed or worker.process.poll() is not None):
            self._forget(worker)
            worker = None
        if worker is None:
            try:
                worker = self._order()
            except BaseException:
                self._idle.put(None)  # whoever waits for a place must not wait for ever
                raise
        worker.board.note(-1, -1, -1)
        return worker

    def _order(self) -> Worker:
        """A new worker, from the thread that starts them."""
        order: Future[Worker] = Future()
        with self._lock:
            if self._closed:
                raise PoolClosed("the run was stopped")
            self._orders.put(order)
        return order.result()

    def _give_back(self, worker: Worker, alive: bool) -> None:
        alive = alive and not self._closed
        if not alive:
            self._forget(worker)
        self._idle.put(worker if alive else None)

    def _forget(self, worker: Worker) -> None:
        with self._lock:
            self._all.discard(worker)
        worker.end()

    def _start_workers(self) -> None:
        while (order := self._orders.get()) is not None:
            try:
                worker = start_worker()
            except OSError as e:
                order.set_exception(StoreError(f"cannot start a worker process: {e.strerror}"))
                continue
            with self._lock:
                stopped = self._closed
                if not stopped:
                    self._all.add(worker)
            if stopped:  # while it was being started
                worker.end()
                order.set_exception(PoolClosed("the run was stopped"))
            else:
                order.set_result(worker)

    @property
    def closed(self) -> bool:
        """Whether it takes no more work: it was closed, or a step failed."""
        return self._closed

    def close(self) -> None:
        """End all workers; calls that wait for one raise PoolClosed."""
        with self._lock:
            self._closed = True
            workers, self._all = list(self._all), set()
            self._orders.put(None)
        for worker in workers:
            worker.process.kill()
        for worker in workers:
            worker.process.wait()
        for _ in range(self._idle.qsize()):  # the wires of those at work are closed by who called them
            with suppress(queue.Empty):
                idle = self._idle.get_nowait()
                if idle is not None:
                    idle.end()
                self._idle.put(None)


def start_worker() -> Worker:
    """Start one worker process."""
    ours, theirs = socket.socketpair()
    their_lifeline, our_lifeline = os.pipe()
    with tempfile.TemporaryFile() as page:
        page.truncate(4096 * 16)
        fds = (theirs.fileno(), their_lifeline, page.fileno())
        command = [sys.executable, "-m", "ingest.workers", str(os.getpid()), *map(str, fds)]
        process = subprocess.Popen(  # in a group of its own: Ctrl-C on the terminal is for the parent
            command, env=ENVIRONMENT | os.environ, pass_fds=fds, stdin=subprocess.DEVNULL, process_group=0
        )
        board = Board(page.fileno())
    theirs.close()
    os.close(their_lifeline)
    return Worker(process, Connection(ours.detach()), our_lifeline, board)


def available_processors() -> int:
    """Processors this process may run on."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _status(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
