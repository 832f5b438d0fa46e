"""Reports of runs that are done, for whoever called the flow in this process: Prefect may not have been told of the end.

A module of its own, because a cluster's tasks carry the flow along, and a ContextVar cannot be pickled.
"""

from contextvars import ContextVar

from ingest.report import Report

_REPORTS: ContextVar[list[Report] | None] = ContextVar("_REPORTS", default=None)


def collect() -> list[Report]:
    """A list that reports of flows called from here on are put into."""
    reports: list[Report] = []
    _REPORTS.set(reports)
    return reports


def note(report: Report) -> None:
    """The run is done, and what it did is committed."""
    reports = _REPORTS.get()
    if reports is not None:
        reports.append(report)
