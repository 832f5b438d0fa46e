"""The flow ingest-raw: the pipeline under Prefect. `python flows/ingest_raw.py` takes the options of `ingest run`.

One task is one batch (or one file to write); paths go in, counts come out. Each task hands its batch to the worker
pool of `ingest`, whose processes never import Prefect; with --task-runner dask or ray, to that of a cluster's machine.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any

from flows.embedded import server


def main(argv: Sequence[str] | None = None) -> int:
    """Run the flow once, here; exit status as `ingest run`."""
    from ingest import cli

    parser = argparse.ArgumentParser(prog="flows/ingest_raw.py", description="Run the flow ingest-raw once.")
    add_flow_options(parser)
    args = parser.parse_args(argv)
    return cli.guarded(lambda: _run(args))


def add_flow_options(parser: argparse.ArgumentParser) -> None:
    """The options of `ingest run`, and where the steps run."""
    from ingest import cli

    cli.add_run_options(parser)
    parser.add_argument(
        "--task-runner", choices=("threads", "dask", "ray"), help="where steps run (default: flow.task_runner)"
    )
    parser.add_argument(
        "--address", help="the scheduler of a running Dask or Ray cluster (default: flow.address; none: one is started)"
    )


def settings_of(args: argparse.Namespace) -> Any:
    """The settings a command line asks for."""
    from ingest import cli

    return cli.settings_of(args, {"flow.task_runner": args.task_runner, "flow.address": args.address})


def _run(args: argparse.Namespace) -> int:
    from ingest import cli
    from ingest.core.errors import StoreBusy

    settings = settings_of(args)  # a broken ingest.toml is told before any server is started
    with server():
        report, skipped = _flown(args)
    if report is None:
        raise StoreBusy(skipped)
    return cli.end(args, settings, report)


def _flown(args: argparse.Namespace) -> tuple[Any, str]:
    """The flow's report (None: it was skipped, and why). A server that is gone at the end is said, and is no failure:
    what the flow did is committed."""
    from prefect.exceptions import PrefectException

    from flows.driver import ingest_raw
    from flows.finished import collect
    from flows.telling import LOST
    from ingest.core.errors import IngestError

    reports = collect()
    try:
        state = ingest_raw(**parameters(args), quiet=args.json, return_state=True)
        if state.name == "Skipped":
            return None, state.message or ""
        state.result(raise_on_failure=not reports)
    except IngestError:
        raise
    except LOST as e:
        if not reports:
            raise IngestError(f"Prefect's server: {type(e).__name__}: {e}") from e
        said = "" if isinstance(e, PrefectException) else "; is it gone?"
        print(f"Prefect's server was not told of the end: {type(e).__name__}: {e}{said}", file=sys.stderr)  # noqa: T201
    return reports[0], ""


def parameters(args: argparse.Namespace) -> dict[str, Any]:
    """The flow's parameters for a command line."""
    folders = {k: os.path.abspath(v) for k in ("raw", "processed", "config") if (v := getattr(args, k))}
    metrics = os.path.abspath(args.metrics) if args.metrics and args.metrics != "-" else args.metrics
    given = {k: getattr(args, k) for k in ("workers", "reprocess", "task_runner", "address", "settle")}
    flags = {"raw_moved": args.raw_moved, "dry_run": args.dry_run, "busy": "skip" if args.no_wait else None}
    return {**folders, **given, **flags, "metrics": metrics}


if __name__ == "__main__":
    sys.exit(main())
