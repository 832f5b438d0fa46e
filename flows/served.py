"""What serve.py, watch_raw.py and prefect.yaml agree on: names, and the event by which the watcher asks for a run."""

import os
from typing import Any

from ingest.core.errors import UserError

FLOW = "ingest-raw"
DEPLOYMENT = "scheduled"
EVENT = "ingest.raw.changed"
TAG = "ingest"


def resource(deployment: str) -> str:
    """What the event is about: the deployment that is to run."""
    return f"ingest.deployment.{deployment}"


def trigger(deployment: str) -> Any:
    """Starts a run of the deployment for each such event."""
    from prefect.events import DeploymentEventTrigger

    return DeploymentEventTrigger(
        name=f"{FLOW}/{deployment}: raw/ has changed",
        expect={EVENT},
        match={"prefect.resource.id": resource(deployment)},
    )


def need_server(why: str) -> str:
    """The address of the server's API. Raises UserError where none is named."""
    from prefect.settings import PREFECT_API_URL

    url = PREFECT_API_URL.value()
    if not url:
        raise UserError(
            f"{why} need a server: `make server` brings one up with all else, or start one with `prefect server start` and "
            "set PREFECT_API_URL=http://127.0.0.1:4200/api"
        )
    os.environ.setdefault("PREFECT_API_URL", url)
    return str(url)
