"""When changes have gone on or paused long enough for a run: many at once are one burst. No clock; times are told."""

import math
from dataclasses import dataclass

FIRST_RETRY_S, LAST_RETRY_S = 5.0, 300.0  # from a hiccup of the disk to one that is full until somebody comes


@dataclass(slots=True)
class Bursts:
    """Changes that no run has begun after. `quiet_s`, `most_wait_s` and `sweep_s` as in the settings' [watch]; times are
    seconds of any clock that only goes forward."""

    quiet_s: float
    most_wait_s: float
    sweep_s: float
    first: float = -math.inf  # nobody knows what came before the start: the first run is due at once
    last: float = -math.inf
    swept: float = -math.inf
    failures: int = 0
    not_before: float = -math.inf

    def saw(self, now: float) -> None:
        """Something has changed."""
        if self.first == math.inf:
            self.first = now
        self.last = now

    def due(self) -> float:
        """When the next run is due."""
        burst = min(self.last + self.quiet_s, self.first + self.most_wait_s)
        return max(min(burst, self.swept + self.sweep_s), self.not_before)

    def begin(self, now: float) -> None:
        """A run begins, whose look sees all that has come."""
        self.first = self.last = math.inf
        self.swept = now

    def done(self, now: float, unsettled: bool) -> None:
        """The run has ended well; `unsettled`: it left something that was still being written."""
        self.failures, self.not_before = 0, -math.inf
        if unsettled:
            self.saw(now)

    def failed(self, now: float) -> float:
        """The run could not be made: it is due again, later each time. Returns in how many seconds."""
        pause: float = min(FIRST_RETRY_S * 2**self.failures, LAST_RETRY_S)
        self.failures += 1
        self.not_before = now + pause
        self.saw(now - self.quiet_s)
        return pause
