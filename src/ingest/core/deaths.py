"""Where earlier readings of a raw file died, so that the next one gets past it.

Rule 1: a worker that dies while a reader is at work died after so many records: the place. The file is read again, and
        there a reader that passes over things gives a reject for the one thing it would read now (a message of an mbox, a
        member of an archive), and goes on.
Rule 2: reading ends, what was read stands and one reject stands for the rest, where it died at one place `TRIES`
        times (once, of a reader that does not pass over things), or `MOST` times in all, records' own deaths
        among them, or where the file takes far more CPU time than its size explains (`allowed_s`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.core.options import MB, Limits

TRIES = 3  # the thing itself is passed over first, then the archive member it lies in
MOST = 8  # deaths in one file; each costs up to limits.cpu_s, and the batch is begun again
# Times limits.cpu_s that a file may take in all, and so many more for each megabyte. Articles take .5 to 3 s a megabyte,
# and files unpack to at most limits.ratio times their size: at the defaults none of them needs more.
ALLOWED = 10


@dataclass(slots=True)
class Deaths:
    """Of one raw file, or of a part of it. `at`: places and the reason of each death there; `records`: numbers of the
    records whose own work died; `passes`: whether the reader passes over things; `given`: how many records it has given
    by now."""

    at: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    records: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    passes: bool = False
    given: int = 0

    def here(self, times: int = 1) -> str | None:
        """The reason for which what comes next is to be passed over, if so many readings died on it."""
        reasons = self.at.get(self.given, ())
        return reasons[-1] if len(reasons) >= times else None

    def at_end(self) -> str | None:
        """The reason for which reading ends here."""
        last = max((*self.at, *self.records), default=None)
        if last == self.given and sum(map(len, (*self.at.values(), *self.records.values()))) >= MOST:
            return (*self.at.get(last, ()), *self.records.get(last, ()))[-1]
        return self.here(TRIES if self.passes else 1)


def allowed_s(size_bytes: int, limits: Limits) -> float:
    """CPU seconds that a file of this size may take in all, its records' work among them."""
    return limits.cpu_s * ALLOWED * (1 + size_bytes / MB)


def died(reason: str, limits: Limits) -> str:
    """What a reject says of a death."""
    said = {
        "timeout": f"it took more than limits.cpu_s = {limits.cpu_s} s of CPU time",
        "changed": "it changed while it was read",
    }
    return said.get(reason, "the worker process died on it")
