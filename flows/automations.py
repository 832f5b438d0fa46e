"""What a Prefect server does by itself for our runs: it ends those that are dead, and tells of those that fail."""

from datetime import timedelta
from typing import Any

from flows.served import FLOW

# By the flow, not by tags: a run that dies early has none yet.
OURS: dict[str, str | list[str]] = {"prefect.resource.role": "flow", "prefect.resource.name": FLOW}


def dead_runs(within: timedelta) -> Any:
    """Runs of ours that send no heartbeat any more, and never said they ended, are crashed: nothing waits for them. That
    a run began counts as well: who is killed early never sent a heartbeat."""
    from prefect.automations import AutomationCore
    from prefect.client.schemas.objects import StateType
    from prefect.events import EventTrigger
    from prefect.events.actions import ChangeFlowRunState
    from prefect.events.schemas.automations import Posture

    ends = {f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Cancelled", "Crashed", "Skipped")}
    beats = {"prefect.flow-run.heartbeat"}
    trigger = EventTrigger(
        after=beats | {"prefect.flow-run.Running"},
        expect=beats | ends,
        match_related=OURS,
        for_each={"prefect.resource.id"},
        posture=Posture.Proactive,
        threshold=1,
        within=within,
    )
    ended = ChangeFlowRunState(
        name=None, force=False, state=StateType.CRASHED, message=f"no heartbeat for {within.total_seconds():.0f} s"
    )
    return AutomationCore(name=f"{FLOW}: end dead runs", trigger=trigger, actions=[ended])


def alert(url: str) -> Any:
    """A POST for each run of ours that fails or crashes."""
    from prefect.automations import AutomationCore
    from prefect.blocks.webhook import Webhook
    from prefect.events import EventTrigger
    from prefect.events.actions import CallWebhook
    from prefect.events.schemas.automations import Posture
    from pydantic import SecretStr

    block: Any = Webhook(url=SecretStr(url), allow_private_urls=True).save("ingest-alert", overwrite=True)
    trigger = EventTrigger(
        expect={"prefect.flow-run.Failed", "prefect.flow-run.Crashed"},
        match_related=OURS,
        posture=Posture.Reactive,
        threshold=1,
    )
    said = '{"text": "{{ flow.name }}: run {{ flow_run.name }} is {{ flow_run.state.name }}: {{ flow_run.state.message }}"}'
    return AutomationCore(
        name=f"{FLOW}: tell of failures", trigger=trigger, actions=[CallWebhook(block_document_id=block, payload=said)]
    )
