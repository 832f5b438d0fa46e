"""The flow itself: how the steps of `ingest.pipeline` are mapped over Prefect tasks, and what Prefect is shown."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from prefect import flow, get_client, get_run_logger, task
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.context import get_run_context
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import exponential_backoff
from prefect.utilities.annotations import quote

from ingest import pipeline
from ingest.core.config import load
from ingest.core.errors import Bug
from ingest.progress import Progress
from ingest.report import Report
from ingest.report.summary import summary
from ingest.store import Store
from ingest.workers import Pool

MOST_REJECTS = 200  # rows of the table artifact; `ingest rejects` shows them all


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


class Shown(Progress):
    """What the run does, in Prefect's user interface as well as on the terminal."""

    def __init__(self, quiet: bool) -> None:
        super().__init__(quiet=quiet)
        self.log: Any = get_run_logger()
        self.run: Any = get_run_context().flow_run  # type: ignore[union-attr]  # a flow's context has one
        self.bar: Any = None
        self.total = self.staged = 0

    def __call__(self, what: str, **told: Any) -> None:
        """Told by the pipeline."""
        super().__call__(what, **told)
        if what == "planned":
            self._planned(**told)
        elif what == "staged" and self.bar is not None:
            self.staged += told["size_bytes"]
            update_progress_artifact(self.bar, progress=min(100.0, 100 * self.staged / self.total))
        elif what == "committed":
            self.log.info("commit %s: %s", told["number"], told["counts"])

    def _planned(self, plan: Any, report: Report) -> None:
        came = [f"{getattr(report, k)} {k}" for k in ("new", "changed", "moved", "vanished") if getattr(report, k)]
        name = f"{', '.join(came) or 'nothing new'} at {report.run_id[:15]}"
        with get_client(sync_client=True) as client:
            client.update_flow_run(self.run.id, name=name, tags={*self.run.tags, "ingest", *(came and ["news"])})
        self.log.info("plan: %s; %d bytes in %d groups", name, plan.size_bytes, len(plan.groups))
        self.total = plan.size_bytes
        if self.total:
            self.bar = create_progress_artifact(progress=0.0, key="ingest-raw-progress", description="raw bytes staged")

    def finish(self, report: Report, store: Store) -> None:
        """The summary and the rejects of this run as artifacts."""
        create_markdown_artifact(
            f"```\n{summary(report)}\n```", key="ingest-raw-summary", description="What this run did"
        )
        rows = store.read("rejects", ["raw_path", "record_id", "stage", "reason", "message", "run_id"]).to_pylist()
        mine = [{k: str(v) for k, v in r.items() if k != "run_id"} for r in rows if r["run_id"] == report.run_id]
        if mine:
            create_table_artifact(
                mine[:MOST_REJECTS], key="ingest-raw-rejects", description=f"{len(mine)} rejects of this run"
            )
