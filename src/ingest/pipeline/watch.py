"""What a batch reports while it runs, and what it is told of the deaths of those that ran it before."""

import resource
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Protocol

from ingest.core.deaths import Deaths, allowed_s, died
from ingest.core.members import Part
from ingest.core.model import End, RawRecord, Reject, Skipped
from ingest.core.options import Limits

Given = RawRecord | Reject | Skipped

READER = -1  # in place of a record's number: the reader is at work, no record given yet; one less for each given
Poison = Mapping[tuple[int, int], tuple[str, ...]]  # (item, record): the reason of each death there


class Progress(Protocol):
    """Told what begins, before it begins."""

    def begin(self, item: int, record: int) -> None:
        """Record number `record` of item number `item` begins; READER - n: the reader is at work after n records."""


class Silent:
    """Nobody watches."""

    def begin(self, item: int, record: int) -> None:
        """Do nothing."""


def deaths_of(item: int, poison: Poison) -> Deaths:
    """The deaths on one item."""
    of_item = {record: reasons for (number, record), reasons in poison.items() if number == item}
    return Deaths(
        {READER - record: reasons for record, reasons in of_item.items() if record <= READER},
        {record: reasons for record, reasons in of_item.items() if record > READER},
    )


class ReadingEnded(Exception):  # noqa: N818  # a signal to the door, not an error
    """Nothing more is read of a file; `reason` is that of the reject that stands for the rest."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def paced(reading: Iterator[Given | End], part: Part, limits: Limits) -> Iterator[Given | End]:
    """What a reader yields. Raises ReadingEnded where readings died too often, or the file takes too long."""
    deaths, size = part.deaths, (part.end or part.file.size_bytes) - part.start
    allowed, start, given = allowed_s(size, limits), time.process_time(), None
    while not isinstance(given, End):
        rest = f"; {deaths.given} records were read, the rest was not" if deaths.given else ""
        if reason := deaths.at_end():
            raise ReadingEnded(reason, died(reason, limits) + rest)
        if time.process_time() - start > allowed:
            raise ReadingEnded("timeout", f"the file took more than {allowed:.0f} s of CPU time, for its size{rest}")
        given = next(reading, None)
        if given is None:
            return
        yield given
    yield from reading  # nothing, else its count is wrong


def peak_mb() -> float:
    """The most memory this process has ever had, in megabytes. Linux's rusage would count what our parent had when it
    started us."""
    if sys.platform == "linux":
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            return round(next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) * 1024 / 1e6, 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # in kB; macOS says bytes
    return round(peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6, 1)
