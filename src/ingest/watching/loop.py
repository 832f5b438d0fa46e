"""The watcher's loop: ask the bell, and act when a burst is over."""

import time
from collections.abc import Callable, Iterable

from ingest.core.errors import Bug, IngestError
from ingest.watching.bursts import Bursts


def watch(
    ticks: Iterable[bool],
    bursts: Bursts,
    act: Callable[[], bool],
    say: Callable[[str], None],
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Act whenever a burst is over, until `ticks` end. `act` returns whether something was left that is still being
    written. What hinders it (a full disk, a folder that is gone) is said and tried again, later each time; a bug of
    ours (`Bug`) is raised."""
    for rang in ticks:
        if rang:
            bursts.saw(clock())
        if bursts.due() > clock():
            continue
        bursts.begin(clock())
        try:
            bursts.done(clock(), act())
        except Bug:
            raise
        except IngestError as e:
            say(f"{type(e).__name__}: {e}; trying again in {bursts.failed(clock()):.0f} s")
