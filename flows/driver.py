"""The flow itself: how the steps of `ingest.pipeline` are mapped over Prefect tasks."""

import queue
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import Any, Literal

from prefect import State, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.states import Completed, Failed
from prefect.tasks import exponential_backoff

from flows.child import end_with_server
from flows.finished import note
from flows.places import Place, Sealed, place
from flows.shown import Shown
from flows.telling import be_brief
from ingest import pipeline
from ingest.core.config import load
from ingest.core.errors import Bug, PoolClosed, StoreBusy, StoreError, UserError
from ingest.metrics import Meter
from ingest.store import Store

be_brief()


def _may_pass(task: Any, run: Any, state: Any) -> bool:
    """Whether a failed task is worth another try: a bug of ours, wrong surroundings and a stopped run are not."""
    return not isinstance(state.result(raise_on_failure=False), Bug | UserError | PoolClosed)


@task(
    task_run_name="{step}",
    retries=2,
    retry_delay_seconds=exponential_backoff(backoff_factor=2),
    retry_jitter_factor=0.5,
    retry_condition_fn=_may_pass,
    cache_policy=NO_CACHE,
    persist_result=False,
    log_prints=False,
)
def work(step: str, sealed: Sealed) -> Any:
    """One step on one item, in a worker process."""
    return sealed.caller.call(step, sealed.item)


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


def mapped_on(where: Place, stall_s: float) -> pipeline.MapStep:
    """A step mapped over its items as tasks at a place; results come as they are ready. Raises what a task raises, and
    StoreError when for `stall_s` seconds none is ready."""

    def mapped(step: str, items: Sequence[Any]) -> Iterable[Any]:
        ready: queue.SimpleQueue[PrefectFuture[Any]] = queue.SimpleQueue()
        where.ready()
        try:
            for item in items:
                given = {"step": step, "sealed": Sealed(where.caller, item)}
                where.tasks.submit(work, given).add_done_callback(ready.put)
            for _ in items:
                yield ready.get(timeout=stall_s).result()
        except queue.Empty:
            where.stop()
            raise StoreError(
                f"no {step} was ready within flow.stall_s = {stall_s:g} s; is a disk or machine gone?"
            ) from None
        except BaseException:
            where.stop()
            raise

    return mapped
