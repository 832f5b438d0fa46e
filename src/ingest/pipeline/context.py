"""What the groups of one run share: how steps are mapped, who listens, what the run was asked to do."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from ingest.core.config import Settings
from ingest.core.recipe import package_version, recipe
from ingest.pipeline import ledger as memory
from ingest.pipeline import verify as verifying
from ingest.pipeline import write as writing
from ingest.pipeline.batch import run_batch
from ingest.pipeline.index_file import index_file
from ingest.report import Report
from ingest.store import Store


class MapStep(Protocol):
    """Applies one of STEPS to every item, in any order, somewhere; yields the results as they come."""

    def __call__(self, step: str, items: Sequence[Any]) -> Iterable[Any]:
        """`step` is a key of STEPS."""


STEPS: dict[str, Callable[[Any], Any]] = {
    "run_batch": run_batch,
    "verify": verifying.verify,
    "write": writing.write,
    "rewrite": writing.rewrite,
    "index_file": index_file,
}


def serially(step: str, items: Sequence[Any]) -> Iterable[Any]:
    """The plainest way to map: one after the other, in this process. No limits hold here; for tests and debugging."""
    return map(STEPS[step], items)


class Listener(Protocol):
    """Told what a run does, while it does it. `what`: waiting, healed, recast, planned, staged, asked, committed, refused."""

    def __call__(self, what: str, **told: Any) -> None:
        """Keyword arguments by `what`."""


def deaf(what: str, **told: Any) -> None:
    """Listen to nothing."""


@dataclass(frozen=True, slots=True)
class Options:
    """What one run is asked to do. `reprocess`: None, stale or all. `retry`: take files with rejects in again, all
    or those under the given raw paths. `raw_moved`: raw/ lies elsewhere than at the last run. `quiet_s`: files that
    changed so few seconds ago, or are open for writing, are left for a later run."""

    wait: bool = True
    reprocess: str | None = None
    retry: bool = False
    retry_paths: tuple[str, ...] = ()
    raw_moved: bool = False
    dry_run: bool = False
    driver: str = "ingest"
    quiet_s: float = 0.0


@dataclass(slots=True)
class Context:
    """What the groups of one run share."""

    settings: Settings
    store: Store
    map_step: MapStep
    listen: Listener
    options: Options
    recipe: str
    run_id: str
    started_at: datetime
    report: Report
    ledger: memory.Rows = field(default_factory=dict)
    looked_at: datetime | None = None
    asker: Any = None  # of a model; made where one is asked, so that its budget is the run's

    @classmethod
    def begun(cls, settings: Settings, map_step: MapStep, listen: Listener, options: Options) -> "Context":
        """That of a run which begins now. Raises UserError for settings that name no store."""
        started, made_by = datetime.now(UTC), recipe(settings)
        run_id = f"{started:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"
        report = Report(run_id=run_id, raw=settings.raw, processed=settings.processed, recipe=made_by)
        store = Store(settings.processed, settings.store)
        return cls(settings, store, map_step, listen, options, made_by, run_id, started, report)

    def recast_if_needed(self) -> bool:
        """Whether the store's files were of an older schema and have been brought to the present one. Under the lock."""
        version = package_version()
        told = self.store.recast_if_needed(self.run_id, self.options.driver, self.started_at, self.recipe, version)
        return told is not None

    def stamp(self) -> memory.Stamp:
        """What the rows of a commit made now say of it."""
        now = datetime.now(UTC)
        return memory.Stamp(self.run_id, self.recipe, package_version(), now, self.looked_at or now)
