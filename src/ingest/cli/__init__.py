"""The command line. Exit status: 0 all accounted for; 1 something failed; 2 usage or configuration; 3 the store is busy
and --no-wait was given; 130 stopped by Ctrl-C, 143 by SIGTERM (what is committed stays).

One module a command, in the order of COMMANDS: each has SAYS (its line in --help), `options(parser)`, `command(args)`.
"""

import argparse
import importlib
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from ingest.cli.asked import add_run_options, add_shared_options, options_of, settings_of, store_of
from ingest.cli.ending import end
from ingest.cli.saying import harmless, say, say_json

__all__ = [
    "Stopped",
    "add_run_options",
    "add_shared_options",
    "end",
    "guarded",
    "main",
    "options_of",
    "parser",
    "say",
    "say_json",
    "settings_of",
    "store_of",
    "terminable",
]

COMMANDS = (
    "run",
    "watch",
    "retry",
    "explain",
    "facts",
    "rejects",
    "duplicates",
    "status",
    "check",
    "path",
    "rules",
    "glossary",
    "readers",
    "config",
    "reindex",
)
EXAMPLES = """examples:
  ingest run                                   take in what is new in raw/, write processed/
  ingest run --raw in --processed out          other folders
  ingest run --dry-run                         only say what would be taken in
  ingest run --reprocess stale                 make rows anew that older rules or settings made
  ingest watch                                 take in what is dropped into raw/, as it comes
  ingest explain news/a.txt                    where its values come from, every edit in its place
  ingest facts --conflicts                     documents whose dates, titles or authors disagree
  ingest rejects                               what was rejected, and why
  ingest duplicates                            who republishes whom; with a DOC_ID, its cluster and the differences
  ingest check                                 is the store what its commits say?
  ingest config > ingest.toml                  every setting, with its reason
"""
MORE = """  ingest retry news                            only the files of this folder that have rejects
  ingest status --json                         the same numbers for a script
  ingest path edits                            the folder a reader should open for the edits
  ingest rules --stats                         how often each rule acted, on what
  ingest glossary check my.tsv                 is every line of it well formed?
  ingest glossary derive names.txt             calques of the official names in a list
  ingest readers                               what may be dropped into raw/
  ingest reindex                               after a change of [dedupe] bands, rows or level
"""
STATUS = "exit status: 0 all accounted for, 1 something failed, 2 usage or configuration, 3 store busy and --no-wait"


class Stopped(BaseException):
    """SIGTERM came."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status. Called by the console script."""

    def command() -> int:
        args, unknown = parser().parse_known_args(argv)
        if unknown:
            args.parser.error(_unknown(args.parser, unknown))
        return int(args.command(args) or 0)

    return guarded(command)


def _unknown(p: argparse.ArgumentParser, words: Sequence[str]) -> str:
    """What to say of words a command does not know."""
    from ingest.core.options.value import meant

    known = [name for action in p._actions for name in action.option_strings]
    close = meant(words[0].partition("=")[0], known) if words[0].startswith("-") else ""
    return f"unrecognized arguments: {' '.join(words)}{close}"


def guarded(command: Callable[[], int]) -> int:
    """Run a command; what it raises on purpose becomes one line on standard error and an exit status."""
    from ingest.core.errors import IngestError, StoreBusy, UserError

    signal.signal(signal.SIGTERM, _stop)
    try:
        status = command()
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except UserError as e:
        return _fail(str(e), 2)
    except StoreBusy as e:
        return _fail(str(e), 3)
    except IngestError as e:
        return _fail(f"{type(e).__name__}: {e}", 1)
    except KeyboardInterrupt:
        return _fail("stopped; what is committed stays", 130)
    except Stopped:
        return _fail("told to stop; what is committed stays", 143)
    except BrokenPipeError:  # the reader of our output went away: `ingest rejects | head`
        _mute()
        return 0
    except OSError as e:  # no room for our output, a disk that fails
        _mute()
        return _fail(str(e), 1)


def _mute() -> None:
    """Let nothing more be said, so that Python does not try once more at its end."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


@contextmanager
def terminable() -> Iterator[None]:
    """For code that makes a KeyboardInterrupt of all that a signal handler raises inside it, as watchfiles does: SIGTERM
    still ends it as Stopped."""
    told = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal told
        told = True
        raise Stopped

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        if told:
            raise Stopped from None
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def _fail(message: str, status: int) -> int:
    with suppress(OSError):  # nobody listens: the status says it
        print(f"ingest: {harmless(message)}", file=sys.stderr)  # noqa: T201
    return status


def parser() -> argparse.ArgumentParser:
    """The parser of every command."""
    raw = argparse.RawDescriptionHelpFormatter
    about = "Drop article files into raw/, get trustworthy Parquet in processed/."
    p = argparse.ArgumentParser(prog="ingest", description=about, epilog=EXAMPLES + STATUS, formatter_class=raw)
    p.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    commands = p.add_subparsers(metavar="COMMAND", required=True)
    for name in COMMANDS:
        module = importlib.import_module(f"ingest.cli.{name}_command")
        own = [line for line in (EXAMPLES + MORE).splitlines(True) if line.split()[:2] == ["ingest", name]]
        epilog = "".join(["examples:\n", *own, STATUS])
        c = commands.add_parser(name, help=module.SAYS, description=module.SAYS, epilog=epilog, formatter_class=raw)
        add_shared_options(c)
        module.options(c)
        c.set_defaults(command=module.command, parser=c)
    return p


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *rest: Any) -> None:
        from ingest.core.recipe import package_version

        say(f"ingest {package_version()}")
        parser.exit(0)
