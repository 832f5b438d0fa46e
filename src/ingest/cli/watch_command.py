"""`ingest watch`: take in what is dropped, as it comes."""

import argparse
import sys

from ingest.cli.asked import add_run_options, options_of, settings_of
from ingest.cli.saying import say_json

SAYS = "Watch raw/ and take in what comes to rest there, until stopped. Needs no server."


def options(parser: argparse.ArgumentParser) -> None:
    """Its own options."""
    add_run_options(parser, shared=False, once=False)


def command(args: argparse.Namespace) -> int:
    """Watch until a signal comes; with --json, a line for each run that found something."""
    from ingest.cli import terminable
    from ingest.progress import Lines
    from ingest.watcher import Watcher

    settings = settings_of(args)
    aside = settings.metrics.file == "-"
    watcher = Watcher(settings, options_of(args), Lines(sys.stderr, quiet=args.json))
    with terminable():
        watcher.watch(lambda report: say_json(report.as_dict(), None, aside) if args.json and report.commits else None)
    return 0
