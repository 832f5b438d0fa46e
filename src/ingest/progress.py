"""What a run shows while it runs: a bar on a terminal, plain lines elsewhere; always on standard error."""

import os
import sys
from datetime import datetime
from types import TracebackType
from typing import Any, Self, TextIO

MB = 1_000_000


class Progress:
    """A listener for `pipeline.run`. Use it as a context manager. `bars`: whether it may show them."""

    bars = True

    def __init__(self, stream: TextIO | None = None, quiet: bool = False) -> None:
        self.stream = stream or sys.stderr
        self.quiet = quiet or self.stream is None
        self._bar: Any = None
        self._task: Any = None
        self._files = self._done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, what: str, **told: Any) -> None:
        """Told by the pipeline."""
        if not self.quiet:
            getattr(self, f"on_{what}", lambda **_: None)(**told)

    def on_planned(self, plan: Any, report: Any) -> None:
        """The plan stands."""
        self._files = sum(len(g.arrivals) for g in plan.groups)
        self.say(
            f"raw files: {report.new} new, {report.changed} changed or tried again, {report.moved} moved, "
            f"{report.unchanged} unchanged, {report.vanished} gone"
            + (f", {report.unsettled} still being written" if report.unsettled else "")
        )
        if plan.size_bytes and self.bars and self.stream.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            self._bar = Bar(
                TextColumn("ingesting"),
                BarColumn(),
                DownloadColumn(),
                TimeRemainingColumn(),
                console=Console(file=self.stream),
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task("", total=plan.size_bytes)

    def on_staged(self, staged: Any, size_bytes: int) -> None:
        """A batch is staged."""
        self._done += len(staged.results)
        if self._bar is not None:
            self._bar.advance(self._task, size_bytes)

    def on_committed(self, number: int, counts: Any) -> None:
        """A commit is made."""
        self.say(
            f"commit {number}: {counts['documents']} documents, {counts['duplicates']} duplicates, {counts['rejects']} rejects "
            f"from {counts['raw_files']} files"
        )

    def on_waiting(self) -> None:
        """Another run holds the store."""
        self.say("another run holds the store; waiting for it to end (--no-wait does not)")

    def on_healed(self, what_was: str) -> None:
        """Something a dead run left was mended."""
        self.say(f"mended: {what_was}")

    def on_recast(self) -> None:
        """Old files were brought to the present schema."""
        self.say(
            "the schema has changed: all files were rewritten; rows are stale until `ingest run --reprocess stale`"
        )

    def say(self, line: str) -> None:
        """Say a line, unless quiet."""
        if self.quiet:
            return
        if self._bar is not None:
            self._bar.console.print(line, markup=False, highlight=False)
        else:
            try:
                print(line, file=self.stream, flush=True)  # this is where we speak
            except OSError:  # nobody listens any more (`ingest run 2>&1 | head`): no reason to stop the work
                self.quiet = True
                os.dup2(os.open(os.devnull, os.O_WRONLY), self.stream.fileno())


class Lines(Progress):
    """For a process that goes on for months: each line with its time, and none for a run that found nothing; what is stale
    is said once."""

    bars = False
    stale_told = False

    def on_planned(self, plan: Any, report: Any) -> None:
        """The plan stands."""
        if plan.size_bytes or report.new or report.changed or report.moved or report.vanished:
            super().on_planned(plan, report)
        if report.stale and not self.stale_told:
            from ingest.report.summary import stale  # not needed by who only says lines

            self.stale_told = True
            self.say(stale(report))

    def say(self, line: str) -> None:
        """Say a line, unless quiet."""
        super().say(f"{datetime.now():%Y-%m-%d %H:%M:%S} {line}")
