"""One run takes in all there is: runs of the same deployment that are due and have not begun are folded into it.

A schedule that is faster than its runs, or a server that was down, would else leave a queue of runs that find nothing.
It is done before the run looks at raw/: what a folded run was to take in is seen by this one.
"""

from typing import Any

from prefect import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.states import Cancelled
from prefect.types._datetime import now as prefect_now


def due(client: Any, deployment_id: Any, before: Any) -> list[Any]:
    """The runs of a deployment whose time came before then and that wait to begin; 200 at most."""
    waiting = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=[deployment_id]),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
        expected_start_time=FlowRunFilterExpectedStartTime(before_=before),
    )
    return list(client.read_flow_runs(flow_run_filter=waiting))


def now() -> Any:
    """By this machine's clock."""
    return prefect_now("UTC")


def fold(run: Any) -> int:
    """End the runs that wait behind `run` (a flow run of a deployment); returns how many there were."""
    if run.deployment_id is None:
        return 0
    with get_client(sync_client=True) as client:
        others = [r for r in due(client, run.deployment_id, now()) if r.id != run.id]
        for other in others:
            state: Any = Cancelled(name="Folded", message=f"{run.name} takes in what this one was to")
            client.set_flow_run_state(other.id, state, force=True)
    return len(others)
