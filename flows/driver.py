"""The flow itself: its parameters, and what becomes of a run's outcome."""

from contextlib import ExitStack
from typing import Any, Literal

from prefect import State, flow
from prefect.states import Completed, Failed

from flows.child import end_with_server
from flows.finished import note
from flows.mapping import mapped_on
from flows.places import place
from flows.shown import Shown
from flows.telling import be_brief
from ingest import pipeline
from ingest.core.config import load
from ingest.core.errors import StoreBusy
from ingest.metrics import Meter
from ingest.store import Store

be_brief()


@flow(name="ingest-raw", persist_result=False, validate_parameters=True)
def ingest_raw(
    raw: str | None = None,
    processed: str | None = None,
    config: str | None = None,
    workers: int | None = None,
    reprocess: Literal["stale", "all"] | None = None,
    busy: Literal["wait", "skip"] | None = None,
    task_runner: Literal["threads", "dask", "ray"] | None = None,
    address: str | None = None,
    settle: float = 0.0,
    raw_moved: bool = False,
    dry_run: bool = False,
    metrics: str | None = None,
    quiet: bool = False,
) -> State[Any]:
    """Take in what is new, changed or moved in a raw folder and commit it as Parquet.

    Args:
        raw: The folder files are dropped into (default: what ingest.toml says, else raw).
        processed: The folder the tables are written to (default: what ingest.toml says, else processed).
        config: An ingest.toml (default: the one in the working folder, if any).
        workers: Worker processes (default: one for each processor).
        reprocess: Make rows anew: those of older rules or settings (stale), or all.
        busy: When another run is at work on the same tables: wait for it, or skip this one (default: flow.busy).
        task_runner: Where steps run (default: flow.task_runner): threads are this machine's worker processes.
        address: The scheduler of a running Dask or Ray cluster (default: flow.address; none: one is started).
        settle: Leave files that changed within so many seconds, or are open for writing, for a later run.
        raw_moved: The raw folder lies elsewhere than at the last run; it is the same folder.
        dry_run: Only say what would be taken in.
        metrics: Append a JSON line of numbers to this file (default: metrics.file).
        quiet: Print no lines on the terminal.
    """
    given = {"paths.raw": raw, "paths.processed": processed, "run.workers": workers, "metrics.file": metrics}
    given |= {"flow.busy": busy, "flow.task_runner": task_runner, "flow.address": address}
    settings = load(config, overrides=given)
    options = pipeline.Options(
        settings.flow.busy == "wait", reprocess, False, (), raw_moved, dry_run, "prefect", settle
    )
    end_with_server()
    with ExitStack() as stack:
        shown = stack.enter_context(Shown(quiet))
        meter = stack.enter_context(Meter(settings, "prefect", shown))
        where = stack.enter_context(place(settings))
        try:
            report = pipeline.run(settings, mapped_on(where, settings.flow.stall_s), meter, options)
        except StoreBusy as e:
            return Completed(name="Skipped", message=str(e))
        note(report)
        shown.finish(report, Store(settings.processed, settings.store))
    if report.failed:
        said = "; ".join(report.problems) or "some records met an error of ours: rejects with reason internal_error"
        return Failed(message=said, data=report)
    return Completed(message=f"commit {report.commit}" if report.commits else "nothing new", data=report)
