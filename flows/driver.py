"""The flow itself: how the steps of `ingest.pipeline` are mapped over Prefect tasks."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import exponential_backoff
from prefect.utilities.annotations import quote

from flows.shown import Shown
from ingest import pipeline
from ingest.core.config import load
from ingest.core.errors import Bug
from ingest.report import Report
from ingest.store import Store
from ingest.workers import Pool


def _may_pass(task: Any, run: Any, state: Any) -> bool:
    """Whether a failed task is worth another try: a bug of ours is not."""
    return not isinstance(state.result(raise_on_failure=False), Bug)


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
def work(step: str, item: Any, pool: Any) -> Any:
    """One step on one item, in a worker process."""
    return pool.call(step, item)


@flow(name="ingest-raw", persist_result=False, validate_parameters=True)
def ingest_raw(
    raw: str | None = None,
    processed: str | None = None,
    config: str | None = None,
    workers: int | None = None,
    reprocess: Literal["stale", "all"] | None = None,
    wait: bool = True,
    raw_moved: bool = False,
    dry_run: bool = False,
    quiet: bool = False,
) -> Report:
    """Take in what is new, changed or moved in a raw folder and commit it as Parquet.

    Args:
        raw: The folder files are dropped into (default: what ingest.toml says, else raw).
        processed: The folder the tables are written to (default: what ingest.toml says, else processed).
        config: An ingest.toml (default: the one in the working folder, if any).
        workers: Worker processes (default: one for each processor).
        reprocess: Make rows anew: those of older rules or settings (stale), or all.
        wait: Wait for another run that holds the store; else end with an error.
        raw_moved: The raw folder lies elsewhere than at the last run; it is the same folder.
        dry_run: Only say what would be taken in.
        quiet: Print no lines on the terminal.
    """
    settings = load(config, overrides={"paths.raw": raw, "paths.processed": processed, "run.workers": workers})
    options = pipeline.Options(wait, reprocess, False, (), raw_moved, dry_run, "prefect")
    with Pool(settings.run.workers) as pool:
        runner: ThreadPoolTaskRunner[Any] = ThreadPoolTaskRunner(max_workers=pool.size)

        def mapped(step: str, items: Sequence[Any]) -> Iterable[Any]:
            with runner.duplicate() as tasks:
                futures: list[PrefectFuture[Any]] = [
                    tasks.submit(work, {"step": step, "item": quote(i), "pool": quote(pool)}) for i in items
                ]
                for future in as_completed(futures):
                    yield future.result()

        shown = Shown(quiet)
        report = pipeline.run(settings, mapped, shown, options)
    shown.finish(report, Store(settings.processed, settings.store))
    return report
