"""How a run ends on a command line, whichever driver ran it: its report is shown, and its exit status told."""

import argparse
from typing import TYPE_CHECKING

from ingest.cli.saying import say, say_json

if TYPE_CHECKING:
    from ingest.core.config import Settings
    from ingest.report import Report


def end(args: argparse.Namespace, settings: "Settings", report: "Report") -> int:
    """Show the report: as JSON, as the plan of a dry run, else as the summary; to standard error where the line of numbers
    has standard output. Returns the exit status."""
    from ingest.report.summary import planned, summary

    aside = settings.metrics.file == "-"
    if args.json:
        say_json(report.as_dict(), aside=aside)
    else:
        say(planned(report) if args.dry_run else summary(report), aside=aside)
    return int(report.failed)
