"""What Prefect is shown of a run: its name, its tags, progress while it runs, a summary and the rejects at its end."""

from datetime import datetime
from types import TracebackType
from typing import Any
from uuid import UUID

from prefect import get_client, get_run_logger
from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.context import get_run_context

from flows.folding import fold
from flows.summary import markdown
from flows.telling import LOST, Teller
from ingest.progress import Progress
from ingest.report import Report
from ingest.store import Store

MOST_REJECTS = 200  # rows of the table artifact and lines of the log; `ingest rejects` shows them all


class Shown(Progress):
    """What the run does, in Prefect's user interface as well as on the terminal. A context manager."""

    def __init__(self, quiet: bool) -> None:
        super().__init__(quiet=quiet)
        self.log: Any = get_run_logger()
        self.run: Any = get_run_context().flow_run  # type: ignore[union-attr]  # a flow's context has one
        self.teller = Teller(self._lost)
        try:
            fold(self.run)  # at once: the look must come after it
        except LOST as e:
            self._lost(f"waiting runs were not folded: {type(e).__name__}: {e}")
        self.bar: UUID | None = None
        self.total = self.staged = self.told = 0

    def _lost(self, said: str) -> None:
        self.log.warning(said)
        self.say(said)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        self.teller.close()

    def __call__(self, what: str, **told: Any) -> None:
        """Told by the pipeline."""
        super().__call__(what, **told)
        if what == "planned":
            self._planned(**told)
        elif what == "staged" and self.total:
            self.staged += told["size_bytes"]
            self.teller.tell(self._progress)
        elif what == "committed":
            counts = ", ".join(f"{n} {what.replace('_', ' ')}" for what, n in told["counts"].items() if n)
            self.log.info("commit %s: %s", told["number"], counts)
        elif what == "waiting":
            self.log.info("another run is at work on these tables; waiting for it")

    def _planned(self, plan: Any, report: Report) -> None:
        came = [f"{getattr(report, k)} {k}" for k in ("new", "changed", "moved", "vanished") if getattr(report, k)]
        begun = datetime.strptime(report.run_id[:15], "%Y%m%dT%H%M%S")  # UTC, as all that the store says
        name = f"{', '.join(came) or 'nothing new'}, {begun:%Y-%m-%d %H:%M:%S}"
        tags = {*self.run.tags, "ingest", *(came and ["news"])}
        self.teller.tell(lambda: self._name(name, tags))
        self.log.info("plan: %s; %.1f MB, commits: %d", name, plan.size_bytes / 1e6, len(plan.groups))
        self.total = plan.size_bytes
        if self.total:
            self.teller.tell(self._progress)

    def _name(self, name: str, tags: set[str]) -> None:
        with get_client(sync_client=True) as client:
            client.update_flow_run(self.run.id, name=name, tags=tags)

    def _progress(self) -> None:
        percent = int(min(100.0, 100 * self.staged / self.total))
        if self.bar is None:
            says = f"of {self.total / 1e6:.1f} MB staged"
            self.bar = UUID(str(create_progress_artifact(float(percent), key="ingest-raw-progress", description=says)))
        elif percent != self.told:
            update_progress_artifact(self.bar, progress=float(percent))
        self.told = percent

    def finish(self, report: Report, store: Store) -> None:
        """The summary, the rejects of this run and where the data is, as artifacts; a line for each reject."""
        columns = ["raw_path", "record_id", "stage", "reason", "message", "run_id"]
        rows = store.read("rejects", columns).to_pylist() if report.rejects else []
        mine = [{k: str(v) for k, v in r.items() if k != "run_id"} for r in rows if r["run_id"] == report.run_id]
        for r in mine[:MOST_REJECTS]:
            self.log.warning("rejected: %s: %s: %s: %s", r["raw_path"], r["stage"], r["reason"], r["message"])
        for problem in report.problems:
            self.log.error("%s", problem)
        if self.total:
            self.teller.tell(self._progress)
        text, data = markdown(report), f"file://{report.processed}"
        self.teller.tell(
            lambda: create_markdown_artifact(text, key="ingest-raw-summary", description="What this run did")
        )
        self.teller.tell(lambda: create_link_artifact(data, key="ingest-raw-data", link_text=report.processed))
        if mine:
            says = f"{len(mine)} rejects of this run"
            self.teller.tell(
                lambda: create_table_artifact(mine[:MOST_REJECTS], key="ingest-raw-rejects", description=says)
            )
