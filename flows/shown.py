"""What Prefect is shown of a run: its name, its tags, progress while it runs, a summary and the rejects at its end."""

from typing import Any

from prefect import get_client, get_run_logger
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.context import get_run_context

from ingest.progress import Progress
from ingest.report import Report
from ingest.report.summary import summary
from ingest.store import Store

MOST_REJECTS = 200  # rows of the table artifact; `ingest rejects` shows them all


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
