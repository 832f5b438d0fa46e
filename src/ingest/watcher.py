"""`ingest watch`: the pipeline over the local worker pool, whenever what came into raw/ has come to rest."""

import time
from collections.abc import Callable
from dataclasses import replace

import pyarrow as pa

from ingest import pipeline
from ingest.core.config import Settings
from ingest.metrics import Meter
from ingest.progress import Progress
from ingest.report import Report
from ingest.watching import Bell, Bursts, watch
from ingest.workers import Pool


class Watcher:
    """Runs again and again, with workers that stay warm in between."""

    def __init__(self, settings: Settings, options: pipeline.Options, listen: Progress) -> None:
        self.settings, self.listen = settings, listen
        self.options = replace(options, quiet_s=settings.watch.quiet_s)
        self._pool: Pool | None = None

    def watch(self, ended: Callable[[Report], None] = lambda report: None) -> None:
        """Run once for what came while nobody watched, then after each burst, for ever; `ended` is given each run's
        report. What hinders the first run is raised as `ingest run` raises it; later, it is said and tried again."""

        def act() -> bool:
            report = self.once()
            ended(report)
            return bool(report.unsettled)

        pipeline.check_settings(self.settings)
        bell = Bell(self.settings.raw, self.settings.watch, self.listen.say)
        ticks = bell.ticks()
        next(ticks)  # the notices begin before the first look, so nothing falls between them
        how = f"every {self.settings.watch.poll_s:g} s" if bell.polling else "by the kernel's notices"
        self.listen.say(f"watching {self.settings.raw} {how}; a burst ends after {self.options.quiet_s:g} s of quiet")
        wanted = self.settings.watch
        bursts = Bursts(wanted.quiet_s, wanted.most_wait_s, wanted.sweep_s)
        try:
            bursts.begin(time.monotonic())
            bursts.done(time.monotonic(), act())
            watch(ticks, bursts, act, self.listen.say)
        finally:
            if self._pool is not None:
                self._pool.close()

    def once(self) -> Report:
        """One run."""
        if self._pool is None or self._pool.closed:
            self._pool = Pool(self.settings.run.workers)
        with Meter(self.settings, self.options.driver, self.listen) as meter:
            report = pipeline.run(self.settings, self._pool.map, meter, self.options)
        pa.default_memory_pool().release_unused()
        return report
