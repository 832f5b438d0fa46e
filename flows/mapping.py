"""How a step of `ingest.pipeline` is mapped over its items as Prefect tasks."""

import queue
from collections.abc import Iterable, Sequence
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.tasks import exponential_backoff

from flows.places import Place, Sealed
from ingest import pipeline
from ingest.core.errors import Bug, PoolClosed, StoreError, UserError


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
