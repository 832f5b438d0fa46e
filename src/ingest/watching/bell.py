"""The bell: rings when something under raw/ may have changed; by the kernel's notices where they can be had, else polling.

Hidden and temporary names do not ring. Notices are lost when the folder is replaced (a disk mounted over it) or when the
kernel's queue runs over; the first is seen and the folder is taken up anew, the second is what the sweep is for.
"""

import os
import time
from collections.abc import Callable, Iterator

from watchfiles import Change
from watchfiles import watch as notices

from ingest.core.options import Watch
from ingest.discover import TEMPORARY, is_network_disk

GATHER_MS = 100  # notices this close together ring once
TICK_MS = 250


class Bell:
    """Rings for one folder."""

    def __init__(self, raw: str, settings: Watch, say: Callable[[str], None]) -> None:
        self.raw, self.settings, self.say = raw, settings, say
        self.polling = settings.notice == "poll" or (settings.notice == "auto" and is_network_disk(raw))
        self._began_polling = self.polling

    def ticks(self) -> Iterator[bool]:
        """Yields several times a second, for ever: True when it rang since. A folder that is gone rings once, and once
        more when it is back."""
        while True:
            mark = _mark(self.raw)
            if mark is None:
                yield from self._until_back()
                yield True
                continue
            try:
                yield from self._of_this_folder(mark)
            except OSError as e:
                if self.polling:
                    raise
                self.polling = True
                self.say(f"the kernel's notices cannot be had ({e}); looking every {self.settings.poll_s:g} s instead")
            yield True

    def _of_this_folder(self, mark: tuple[int, int]) -> Iterator[bool]:
        given = notices(
            self.raw,
            watch_filter=_rings,
            debounce=GATHER_MS,
            rust_timeout=TICK_MS,
            yield_on_timeout=True,
            force_polling=self.polling,
            poll_delay_ms=max(1, int(self.settings.poll_s * 1000)),
            ignore_permission_denied=True,
        )
        for changes in given:
            yield bool(changes)
            if _mark(self.raw) != mark:
                return

    def _until_back(self) -> Iterator[bool]:
        self.say(f"{self.raw} is gone; waiting for it")
        while _mark(self.raw) is None:
            time.sleep(TICK_MS / 1000)
            yield False
        self.say(f"{self.raw} is back")


def _mark(folder: str) -> tuple[int, int] | None:
    """What tells a folder from another one mounted or made in its place; None when it is gone."""
    try:
        info = os.stat(folder)
    except OSError:
        return None
    return info.st_dev, info.st_ino


def _rings(change: Change, path: str) -> bool:
    name = os.path.basename(path)
    return not name.startswith(".") and not name.lower().endswith(TEMPORARY)
