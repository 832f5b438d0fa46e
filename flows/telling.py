"""Telling Prefect what happens, without ever waiting for it: a thread of its own, so that a server that is slow or gone
holds no work up. What could not be told is counted and said once."""

import contextvars
import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx
from prefect.events.clients import PrefectEventsClient
from prefect.events.worker import EventsWorker
from prefect.exceptions import PrefectException

LOST = (httpx.HTTPError, OSError, PrefectException)
PAUSE_S = 30.0  # after a failure nothing is told for so long: a server needs about that to start again
LAST_WORDS_S = 20.0


def be_brief() -> None:
    """Have Prefect give up on a server that is gone: it would try each event for 7 s, log each, and do so at exit for all
    that wait (half an hour for a few hundred tasks). Call it before the first event."""
    EventsWorker.set_client_override(PrefectEventsClient, reconnection_attempts=1)
    logging.getLogger("prefect._internal").setLevel(logging.CRITICAL)  # we say it, once
    logging.getLogger("prefect.task_runs").setLevel(logging.WARNING)  # that each batch is done is seen in the graph
    logging.raiseExceptions = False  # as the standard library advises for production


class Teller:
    """Runs what it is given, one after the other, in the context it was made in."""

    def __init__(self, lost: Callable[[str], None]) -> None:
        self.lost, self.missed, self.quiet_until = lost, 0, 0.0
        self._jobs: queue.SimpleQueue[Callable[[], Any] | None] = queue.SimpleQueue()
        context = contextvars.copy_context()
        self._thread = threading.Thread(target=lambda: context.run(self._work), name="prefect-teller", daemon=True)
        self._thread.start()

    def tell(self, job: Callable[[], Any]) -> None:
        """Do this when its turn comes, if the server can be reached then."""
        self._jobs.put(job)

    def close(self) -> None:
        """Say the last words, for LAST_WORDS_S at most."""
        self._jobs.put(None)
        self._thread.join(LAST_WORDS_S)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if time.monotonic() < self.quiet_until:
                self.missed += 1
                continue
            try:
                job()
            except LOST as e:
                self.missed += 1
                self.quiet_until = time.monotonic() + PAUSE_S
                if self.missed == 1:
                    self.lost(
                        f"Prefect's server cannot be told what happens ({type(e).__name__}: {e}); the run goes on"
                    )
