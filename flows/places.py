"""Where the flow's steps run: on this machine's worker processes, or on those of a Dask or Ray cluster.

Each place has a Prefect task runner and something with `call(step, item)` that a task carries along. On a cluster a task
first holds its machine to two conditions: the same versions of everything as the driver, and the same folders in sight.
Then it hands its item to worker processes of its own machine, so that a record that crashes is a reject there as well.
"""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, cast

from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.agreement import Agreement, versions
from ingest.core.config import Settings
from ingest.core.errors import UserError
from ingest.store import Store
from ingest.workers import Pool
from ingest.workers.pool import available_processors

# Ray shows the token in ~/.ray only to clusters it finds by itself, never to one that is named; nor do we without being told.
WHERE_RAY_ASKS = "; a cluster that asks for a token gets it with RAY_AUTH_MODE=token in the environment"


@dataclass(frozen=True, slots=True)
class Place:
    """A started task runner, what its tasks call, and what is to be done before they are submitted and when they must
    end."""

    tasks: TaskRunner[Any]
    caller: Any
    ready: Callable[[], None]
    stop: Callable[[], None]


class Sealed:
    """What a task is given: who to call, with what. Neither a collection nor a dataclass, so that nobody looks into it for
    futures of theirs, as Prefect and Dask else do; Dask makes plain tuples of what Prefect's `quote` wraps."""

    __slots__ = ("caller", "item")

    def __init__(self, caller: Any, item: Any) -> None:
        self.caller, self.item = caller, item


@contextmanager
def place(settings: Settings) -> Iterator[Place]:
    """The place the settings ask for. Raises UserError where an extra is missing or the cluster cannot be had."""
    wanted = settings.flow
    if wanted.task_runner == "threads":
        with Pool(settings.run.workers) as pool:
            threads: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=pool.size)
            with threads:
                yield Place(threads, pool, lambda: None, pool.close)
        return
    runner = (_dask if wanted.task_runner == "dask" else _ray)(
        wanted.address, settings.run.workers or available_processors()
    )
    mark = os.path.join(Store(settings.processed).staging, f".seen-{uuid.uuid4().hex}")
    agreement = Agreement(versions(), mark)
    with ExitStack() as stack:
        try:
            tasks = stack.enter_context(runner)
        except (OSError, ConnectionError, TimeoutError) as e:
            hint = WHERE_RAY_ASKS if wanted.task_runner == "ray" and "RAY_AUTH_MODE" not in os.environ else ""
            raise UserError(f"{wanted.task_runner} cluster at {wanted.address or 'this machine'}: {e}{hint}") from e
        yield Place(tasks, agreement, agreement.sign, stack.close)


def _dask(address: str, workers: int) -> TaskRunner[Any]:
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as e:
        raise UserError(f"flow.task_runner = dask needs more packages ({e}): pip install '.[dask]'") from e
    local = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1"}
    runner: TaskRunner[Any] = DaskTaskRunner(address=address) if address else DaskTaskRunner(cluster_kwargs=local)
    return runner


def _ray(address: str, workers: int) -> TaskRunner[Any]:
    try:
        import ray  # noqa: F401  # prefect_ray imports it late, and then says less
        from prefect_ray import RayTaskRunner
    except ImportError as e:
        raise UserError(f"flow.task_runner = ray needs more packages ({e}): pip install '.[ray]'") from e
    if address:
        return cast(TaskRunner[Any], RayTaskRunner(address=address))
    local = {"num_cpus": workers, "include_dashboard": False, "log_to_driver": False, "configure_logging": False}
    return cast(TaskRunner[Any], RayTaskRunner(init_kwargs=local))
