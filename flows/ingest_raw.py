"""The flow ingest-raw: the pipeline under Prefect. `python flows/ingest_raw.py` takes the options of `ingest run`.

One task is one batch (or one file to write); paths go in, counts come out. Each task hands its batch to the worker
pool of `ingest`, whose processes never import Prefect.
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
    cli.add_run_options(parser)
    args = parser.parse_args(argv)
    return cli.guarded(lambda: _run(args))


def _run(args: argparse.Namespace) -> int:
    from ingest import cli
    from ingest.report.summary import summary

    cli.settings_of(args)  # a broken ingest.toml is told before any server is started
    with server():
        from flows.driver import ingest_raw

        report = ingest_raw(**parameters(args), quiet=args.json)
    if args.json:
        cli.say_json(report.as_dict())
    elif not args.dry_run:
        cli.say(summary(report))
    return int(report.failed)


def parameters(args: argparse.Namespace) -> dict[str, Any]:
    """The flow's parameters for a command line."""
    folders = {k: os.path.abspath(v) for k in ("raw", "processed", "config") if (v := getattr(args, k))}
    return {
        **folders,
        "workers": args.workers,
        "reprocess": args.reprocess,
        "wait": not args.no_wait,
        "raw_moved": args.raw_moved,
        "dry_run": args.dry_run,
    }


if __name__ == "__main__":
    sys.exit(main())
