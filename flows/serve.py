"""Serve the flow ingest-raw on a schedule and for the watcher's events, against a Prefect server (PREFECT_API_URL, or the
profile's).

    python flows/serve.py                              the schedule of ingest.toml
    python flows/serve.py --cron "*/15 * * * *"        the options of `ingest run` are the runs' parameters
    python flows/serve.py --interval 900

One run at a time: Prefect's limit is a courtesy, the store's lock the guarantee. A restart does not pause the schedule.
"""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import Any

from flows.environment import quieten
from flows.ingest_raw import add_flow_options, parameters
from flows.served import DEPLOYMENT, FLOW, TAG, need_server, trigger


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until stopped; exit status 2 for a schedule or setting that cannot be, else as `ingest run`."""
    from ingest import cli

    parser = argparse.ArgumentParser(
        prog="flows/serve.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_options(parser)
    args = parser.parse_args(argv)
    return cli.guarded(lambda: serve(args))


def add_options(parser: argparse.ArgumentParser) -> None:
    """When to run, and the options of the flow."""
    schedule = parser.add_mutually_exclusive_group()
    schedule.add_argument("--cron", help="when to run, as five cron fields (default: schedule.cron)")
    schedule.add_argument("--interval", type=float, metavar="SECONDS", help="from one start to the next")
    parser.add_argument("--timezone", help="of --cron (default: schedule.timezone)")
    parser.add_argument("--name", default=DEPLOYMENT, help=f"name of the deployment (default: {DEPLOYMENT})")
    add_flow_options(parser)


def serve(args: argparse.Namespace) -> int:
    """Serve the deployment until a signal comes."""
    from flows.ingest_raw import settings_of
    from ingest import cli
    from ingest.core.errors import UserError

    settings = settings_of(args)
    if args.interval is not None and args.interval <= 0:
        raise UserError("--interval: expected more than 0 seconds")
    quieten()
    need_server("schedules")
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.runner import Runner

    from flows.driver import ingest_raw

    try:
        deployment: Any = ingest_raw.to_deployment(
            name=args.name,
            parameters=parameters(args),
            schedule=_schedule(args, settings),
            triggers=[trigger(args.name)],
            concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE),
            tags=[TAG],
            description=f"{settings.raw} into {settings.processed}",
        )
    except ValueError as e:
        raise UserError(f"the schedule cannot be: {e}") from e
    os.environ["INGEST_SERVED_BY"] = str(os.getpid())  # a run ends with the server of its deployment
    runner = Runner(pause_on_shutdown=False, limit=1)
    runner.add_deployment(deployment)
    cli.say(f"serving {FLOW}/{args.name}: {settings.raw} into {settings.processed}")
    told = _stopped_in_order(runner)
    asyncio.run(runner.start())
    raise cli.Stopped if signal.SIGTERM in told else KeyboardInterrupt


def _stopped_in_order(runner: Any) -> list[int]:
    """Have SIGINT and SIGTERM cancel the run at hand, which then commits what is whole; a second one ends all at once.
    Prefect's own handler awaits nothing, and a plain KeyboardInterrupt kills the run. Returns the signals that came."""
    told: list[int] = []
    stopping: list[asyncio.Task[None]] = []

    def stop(number: int, frame: FrameType | None) -> None:
        told.append(number)
        if len(told) > 1:
            raise KeyboardInterrupt
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # not begun yet
            raise KeyboardInterrupt from None
        loop.call_soon_threadsafe(lambda: stopping.append(loop.create_task(runner.astop())))

    signal.signal(signal.SIGINT, stop)
    runner.handle_sigterm = stop
    return told


def _schedule(args: argparse.Namespace, settings: Any) -> Any:
    from datetime import timedelta

    from prefect.schedules import Cron, Interval

    wanted = settings.schedule
    cron = args.cron or ("" if args.interval else wanted.cron)
    if cron:
        return Cron(cron, timezone=args.timezone or wanted.timezone)
    return Interval(timedelta(seconds=args.interval or wanted.interval_s))


if __name__ == "__main__":
    sys.exit(main())
