"""`ingest run`: take in what is new."""

import argparse
from typing import TYPE_CHECKING

from ingest.cli.asked import add_run_options, options_of, settings_of
from ingest.cli.ending import end

if TYPE_CHECKING:
    from ingest.pipeline import Options

SAYS = "Take in what is new, changed or moved under raw/."


def options(parser: argparse.ArgumentParser) -> None:
    """Its own options."""
    add_run_options(parser, shared=False)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    return run(args, options_of(args))


def run(args: argparse.Namespace, asked: "Options") -> int:
    """One run of the pipeline over the local workers, shown as the command line asks; its exit status."""
    from ingest.face import run_local
    from ingest.progress import Progress

    settings = settings_of(args)
    with Progress(quiet=args.json) as progress:
        report = run_local(settings, asked, progress)
    return end(args, settings, report)
