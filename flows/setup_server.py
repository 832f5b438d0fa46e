"""Give a Prefect server what unattended work needs; may be run again at any time, and changes only what differs.

    python flows/setup_server.py                                        pool, limit, an automation that ends dead runs
    python flows/setup_server.py --alert-url http://127.0.0.1:9000/x    and a POST there for each run that fails

The bounds of the server's database are its own settings; what they should be is said where they are not.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flows.automations import alert, dead_runs
from flows.environment import SERVER, quieten
from flows.served import need_server

POOL = "ingest"
DEAD_AFTER = timedelta(seconds=540)  # three heartbeats of a run are missing; Prefect sends one every 180 s


def main(argv: Sequence[str] | None = None) -> int:
    """Set the server up; exit status as `ingest run`."""
    from ingest import cli

    parser = argparse.ArgumentParser(
        prog="flows/setup_server.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pool", default=POOL, help=f"name of the process work pool (default: {POOL})")
    parser.add_argument("--pool-limit", type=int, default=2, help="runs of the pool at the same time (default: 2)")
    parser.add_argument("--dead-after", type=float, default=DEAD_AFTER.total_seconds(), metavar="SECONDS")
    parser.add_argument("--alert-url", help="POST a message there when a run fails (default: none)")
    args = parser.parse_args(argv)
    return cli.guarded(lambda: set_up(args))


def set_up(args: argparse.Namespace) -> int:
    """Set the server up, and say what was done."""
    import httpx

    from ingest import cli
    from ingest.core.errors import StoreError

    quieten(by_hand=True)
    url = need_server("pools and automations")
    from prefect import get_client

    try:
        with get_client(sync_client=True) as client:
            cli.say(_pool(client, args.pool, args.pool_limit))
            cli.say(_automation(client, dead_runs(timedelta(seconds=args.dead_after))))
            if args.alert_url:
                cli.say(_automation(client, alert(args.alert_url)))
            for line in _bounds(client):
                cli.say(line)
    except httpx.HTTPError as e:
        raise StoreError(f"Prefect's server at {url}: {type(e).__name__}: {e}") from e
    return 0


def _pool(client: Any, name: str, limit: int) -> str:
    from prefect.client.schemas.actions import WorkPoolCreate, WorkPoolUpdate
    from prefect.exceptions import ObjectNotFound

    try:
        pool = client.read_work_pool(name)
    except ObjectNotFound:
        client.create_work_pool(WorkPoolCreate(name=name, type="process", concurrency_limit=limit))
        return f"work pool {name}: made, {limit} runs at the same time"
    if pool.concurrency_limit == limit:
        return f"work pool {name}: as it should be"
    client.update_work_pool(name, WorkPoolUpdate(concurrency_limit=limit))
    return f"work pool {name}: {limit} runs at the same time, {pool.concurrency_limit} before"


def _automation(client: Any, wanted: Any) -> str:
    known = client.read_automations_by_name(wanted.name)
    if not known:
        client.create_automation(wanted)
        return f"automation {wanted.name!r}: made"
    client.update_automation(known[0].id, wanted)
    return f"automation {wanted.name!r}: as it should be"


def _bounds(client: Any) -> list[str]:
    """What of the server's own settings leaves its database without bounds."""
    vacuum = client.request("GET", "/admin/settings").json()["server"]["services"]["db_vacuum"]
    if "flow_runs" in (vacuum.get("enabled") or ()):
        return [f"database: runs are removed after {vacuum['retention_period']} s"]
    return ["database: runs are kept for ever; start the server with:", *(f"  {k}={v}" for k, v in SERVER.items())]


if __name__ == "__main__":
    sys.exit(main())
