"""A line of numbers for each run, for machines: JSON appended to a file or standard output, and Prometheus text.

The JSON line is written for every run that began, however it ended. Nothing is sent anywhere: whoever wants the numbers
elsewhere reads the file (a log shipper, or node_exporter's textfile collector for `metrics.prometheus`).
"""

import json
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from ingest.core.config import MB, Settings
from ingest.core.errors import StoreError
from ingest.pipeline.watch import peak_mb
from ingest.report import Report

FILES = ("new", "changed", "moved", "unchanged", "vanished", "returned", "unsettled", "tried_again")
ROWS = ("raw_files", "records", "documents", "duplicates", "rejects", "skipped", "edits")


class Meter:
    """Listens to one run, hands on what it hears, and writes the run's line when it ends. A context manager; raises
    StoreError where the line cannot be written and the run itself raised nothing."""

    def __init__(self, settings: Settings, driver: str, then: Callable[..., None]) -> None:
        self.settings, self.driver, self.then = settings, driver, then
        self.report: Report | None = None
        self.begun = self.since = time.monotonic()
        self.cpu = _cpu_s()
        self.phase_s: Counter[str] = Counter()
        self.stage_s: Counter[str] = Counter()
        self.worker_cpu_s = self.worker_peak_mb = 0.0
        self.size_bytes = self.batches = 0

    def __enter__(self) -> "Meter":
        return self

    def __call__(self, what: str, **told: Any) -> None:
        """Told by the pipeline."""
        if what == "planned":
            self._lap("look")
            self.report = told["report"]
        elif what == "staged":
            self._lap("stage")
            staged = told["staged"]
            self.stage_s.update(staged.stage_s)
            self.worker_cpu_s += staged.cpu_s
            self.worker_peak_mb = max(self.worker_peak_mb, staged.peak_mb)
            self.size_bytes += told["size_bytes"]
            self.batches += 1
        elif what == "committed":
            self._lap("commit")
        self.then(what, **told)

    def _lap(self, phase: str) -> None:
        now = time.monotonic()
        self.phase_s[phase] += now - self.since  # type: ignore[assignment]  # seconds
        self.since = now

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            write(self.line(error), self.settings)
        except OSError as e:
            if error is None:
                raise StoreError(f"the run's metrics cannot be written: {e}; the run itself is done") from e

    def line(self, error: BaseException | None = None) -> dict[str, Any]:
        """The numbers. Times in seconds of wall clock unless they say cpu; memory in megabytes; rates by wall time of
        the whole run, raw bytes among them."""
        told: Mapping[str, Any] = self.report.as_dict() if self.report else {}
        seconds = max(time.monotonic() - self.begun, 1e-9)
        kept = told.get("documents", 0) + told.get("duplicates", 0)
        return {
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "run_id": told.get("run_id"),
            "driver": self.driver,
            "processed": self.settings.processed,
            "status": _status(told, error),
            "error": str(error) or type(error).__name__ if error else None,
            "commit": told.get("commit"),
            "commits": told.get("commits", 0),
            "files": {name: told.get(name, 0) for name in FILES},
            "rows": {name: told.get(name, 0) for name in ROWS},
            "reasons": told.get("reasons", {}),
            "raw_mb": round(self.size_bytes / MB, 3),
            "batches": self.batches,
            "seconds": round(seconds, 3),
            "documents_per_s": round(kept / seconds, 3),
            "mb_per_s": round(self.size_bytes / MB / seconds, 4),
            "phase_s": {name: round(s, 3) for name, s in self.phase_s.items()},
            "stage_s": {name: round(s, 3) for name, s in self.stage_s.items()},
            "cpu_s": {"driver": round(_cpu_s() - self.cpu, 3), "batches": round(self.worker_cpu_s, 3)},
            "peak_mb": {"driver": peak_mb(), "worker": self.worker_peak_mb},
        }


def _status(told: Mapping[str, Any], error: BaseException | None) -> str:
    if error is None:
        return "failed" if told.get("failed") else "done"
    return type(error).__name__ if isinstance(error, Exception) else "stopped"


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def write(line: dict[str, Any], settings: Settings) -> None:
    """Append the line where the settings say, in one write, and bring the Prometheus file up to date. Raises OSError."""
    text = json.dumps(line, ensure_ascii=False, default=str) + "\n"
    if settings.metrics.file == "-":
        if sys.stdout is not None:  # closed by whoever started us
            wide = (sys.stdout.encoding or "utf-8").lower().startswith("utf")
            sys.stdout.write(text if wide else json.dumps(line, default=str) + "\n")
            sys.stdout.flush()
    elif settings.metrics.file:
        fd = os.open(settings.at(settings.metrics.file), os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            os.write(fd, text.encode("utf-8", "surrogateescape"))
        finally:
            os.close(fd)
    if settings.metrics.prometheus:
        _write_prometheus(line, Path(settings.at(settings.metrics.prometheus)))


def _write_prometheus(line: Mapping[str, Any], path: Path) -> None:
    """The newest run as gauges, made under another name and renamed."""
    from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

    registry = CollectorRegistry()
    for name, value in line.items():
        parts = value if isinstance(value, dict) else {None: value}
        numbers = {k: v for k, v in parts.items() if isinstance(v, int | float) and not isinstance(v, bool)}
        if not numbers:
            continue
        labels = ["processed"] if None in numbers else ["processed", "of"]
        gauge = Gauge(f"ingest_run_{name}", f"{name} of the newest run", labels, registry=registry)
        for of, number in numbers.items():
            gauge.labels(*[line["processed"], of][: len(labels)]).set(number)
    Gauge("ingest_run_ended_seconds", "when it ended, Unix time", ["processed"], registry=registry).labels(
        line["processed"]
    ).set_to_current_time()
    Gauge("ingest_run_done", "1: all was accounted for", ["processed"], registry=registry).labels(
        line["processed"]
    ).set(line["status"] == "done")
    write_to_textfile(str(path), registry)
