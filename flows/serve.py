"""Serve the flow ingest-raw on a schedule, against a Prefect server (PREFECT_API_URL, or the profile's).

    python flows/serve.py --cron "*/15 * * * *"        the options of `ingest run` are the runs' parameters
    python flows/serve.py --interval 900

One run at a time: Prefect's limit is a courtesy, the store's lock the guarantee. A restart does not pause the schedule.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from flows.embedded import QUIET
from flows.ingest_raw import parameters


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until stopped; exit status 2 for a schedule or setting that cannot be, else as `ingest run`."""
    from ingest import cli

    parser = argparse.ArgumentParser(
        prog="flows/serve.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    schedule = parser.add_mutually_exclusive_group(required=True)
    schedule.add_argument("--cron", help="when to run, as five cron fields")
    schedule.add_argument("--interval", type=float, metavar="SECONDS", help="seconds from one start to the next")
    parser.add_argument("--name", default="scheduled", help="name of the deployment (default: scheduled)")
    cli.add_run_options(parser)
    args = parser.parse_args(argv)
    if args.interval is not None and args.interval <= 0:
        parser.error("--interval: expected more than 0 seconds")
    return cli.guarded(lambda: _serve(args))


def _serve(args: argparse.Namespace) -> int:
    from ingest import cli
    from ingest.core.errors import UserError

    cli.settings_of(args)
    for name, value in QUIET.items():
        if name != "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL":
            os.environ.setdefault(name, value)
    from prefect.settings import PREFECT_API_URL

    if not PREFECT_API_URL.value():
        raise UserError(
            "schedules need a server: start one with `prefect server start` and set PREFECT_API_URL=http://127.0.0.1:4200/api"
        )
    from flows.driver import ingest_raw

    when = {"cron": args.cron} if args.cron else {"interval": args.interval}
    try:
        ingest_raw.serve(
            name=args.name,
            parameters=parameters(args),
            limit=1,
            global_limit=1,
            pause_on_shutdown=False,
            tags=["ingest"],
            **when,
        )
    except ValueError as e:
        raise UserError(f"--cron {args.cron!r}: {e}") from e
    return 0


if __name__ == "__main__":
    sys.exit(main())
