"""Watch raw/ and have a served deployment run, through one event a burst; against a Prefect server (PREFECT_API_URL).

    python flows/watch_raw.py --raw my/articles          beside flows/serve.py or a worker

No event is sent while a run of the deployment waits to begin: it will see what has come. An event of which no run comes
(the server was starting, the trigger is missing) is said and sent again, later each time. Without Prefect: `ingest watch`.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flows.environment import quieten
from flows.served import DEPLOYMENT, EVENT, FLOW, need_server, resource

ANSWER_S = 30.0  # from an event to the run it starts: 1 to 3 s measured
AROUND = timedelta(minutes=2)  # the server's clock may be another one


def main(argv: Sequence[str] | None = None) -> int:
    """Watch until stopped."""
    from ingest import cli

    parser = argparse.ArgumentParser(
        prog="flows/watch_raw.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    cli.add_shared_options(parser)
    parser.add_argument("--raw", metavar="DIR", help="the folder files are dropped into (default: raw)")
    parser.add_argument("--name", default=DEPLOYMENT, help=f"the deployment that runs (default: {DEPLOYMENT})")
    args = parser.parse_args(argv)
    return cli.guarded(lambda: watch_raw(args))


def watch_raw(args: argparse.Namespace) -> int:
    """Send an event for what is there, and then one a burst."""
    from ingest import cli
    from ingest.progress import Lines
    from ingest.watching import Bell, Bursts, watch

    settings = cli.settings_of(args)
    quieten(by_hand=True)
    need_server("events")
    from ingest.pipeline import check_settings

    check_settings(settings)
    wanted, lines = settings.watch, Lines(sys.stderr)
    bell = Bell(settings.raw, wanted, lines.say)
    lines.say(f"watching {settings.raw} for {FLOW}/{args.name}; a burst ends after {wanted.quiet_s:g} s of quiet")
    bursts = Bursts(wanted.quiet_s, wanted.most_wait_s, wanted.sweep_s)
    with cli.terminable():
        watch(bell.ticks(), bursts, lambda: _ask(args.name, lines.say), lines.say)
    return 0


def _ask(name: str, say: Any) -> bool:
    """Have the deployment run, unless a run of it waits already. Returns False: what is unsettled rings again by
    itself. Raises StoreError where no run comes of it, which the watcher says and tries again."""
    import httpx
    from prefect import get_client
    from prefect.exceptions import ObjectNotFound

    from flows.folding import due, now
    from ingest.core.errors import StoreError

    with get_client(sync_client=True) as client:
        try:
            deployment = client.read_deployment_by_name(f"{FLOW}/{name}")
            if due(client, deployment.id, now()):
                return False
            sent = now()
            before = _asked_for(client, deployment.id, sent)
            _send(client, name)
            deadline = time.monotonic() + ANSWER_S
            while time.monotonic() < deadline:
                time.sleep(0.5)
                if _asked_for(client, deployment.id, sent) - before:
                    say(f"raw/ has changed; {FLOW}/{name} was asked to run")
                    return False
        except ObjectNotFound:
            raise StoreError(f"the server knows no deployment {FLOW}/{name}; is flows/serve.py running?") from None
        except (httpx.HTTPError, OSError) as e:
            raise StoreError(f"Prefect's server: {type(e).__name__}: {e}") from e
    raise StoreError(f"no run of {FLOW}/{name} came of the event; has the deployment its trigger?")


def _send(client: Any, name: str) -> None:
    from prefect.events import Event, Resource

    from flows.folding import now

    event = Event(occurred=now(), event=EVENT, resource=Resource({"prefect.resource.id": resource(name)}))
    client.request("POST", "/events", json=[event.model_dump(mode="json")])


def _asked_for(client: Any, deployment_id: Any, sent: Any) -> set[Any]:
    """Runs of the deployment around that time which no schedule made."""
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterDeploymentId, FlowRunFilterExpectedStartTime

    around = FlowRunFilterExpectedStartTime(after_=sent - AROUND, before_=sent + AROUND)
    mine = FlowRunFilter(deployment_id=FlowRunFilterDeploymentId(any_=[deployment_id]), expected_start_time=around)
    return {r.id for r in client.read_flow_runs(flow_run_filter=mine) if not r.auto_scheduled}


if __name__ == "__main__":
    sys.exit(main())
