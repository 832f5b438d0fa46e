"""The command line. Exit status: 0 all accounted for; 1 something failed; 2 usage or configuration; 3 the store is busy
and --no-wait was given; 130 stopped by Ctrl-C, 143 by SIGTERM (what is committed stays)."""

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest.core.config import Settings
    from ingest.pipeline import Options

EXAMPLES = """examples:
  ingest run                                   take in what is new in raw/, write processed/
  ingest run --raw in --processed out          other folders
  ingest run --dry-run                         only say what would be taken in
  ingest run --reprocess stale                 make rows anew that older rules or settings made
  ingest explain news/a.txt                    where its values come from, every edit in its place
  ingest rejects                               what was rejected, and why
  ingest check                                 is the store what its commits say?
  ingest config > ingest.toml                  every setting, with its reason
exit status: 0 all accounted for, 1 something failed, 2 usage or configuration, 3 store busy and --no-wait"""


class Stopped(BaseException):
    """SIGTERM came."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status. Called by the console script."""
    args = parser().parse_args(argv)
    return guarded(lambda: int(args.command(args) or 0))


def guarded(command: Callable[[], int]) -> int:
    """Run a command; what it raises on purpose becomes one line on standard error and an exit status."""
    from ingest.core.errors import IngestError, StoreBusy, UserError

    signal.signal(signal.SIGTERM, _stop)
    try:
        return command()
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
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _fail(message: str, status: int) -> int:
    print(f"ingest: {message}", file=sys.stderr)  # noqa: T201
    return status


def say(text: str) -> None:
    """Print for the user; what the terminal's encoding lacks is escaped."""
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding))  # noqa: T201


def say_json(value: Any) -> None:
    """Print as JSON."""
    say(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def parser() -> argparse.ArgumentParser:
    """The parser of every command."""
    p = argparse.ArgumentParser(
        prog="ingest",
        description="Drop article files into raw/, get trustworthy Parquet in processed/.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    p.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    commands = p.add_subparsers(metavar="COMMAND", required=True)

    def add(name: str, command: Any, says: str) -> argparse.ArgumentParser:
        c = commands.add_parser(
            name, help=says, description=says, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        c.set_defaults(command=command)
        c.add_argument("--config", metavar="FILE", help="settings (default: ingest.toml in the working folder, if any)")
        c.add_argument("--processed", metavar="DIR", help="the folder of the tables (default: processed)")
        return c

    add_run_options(add("run", _run, "Take in what is new, changed or moved under raw/."), shared=False)
    retry = add("retry", _retry, "Take files with rejects in again, for instance after a fix.")
    retry.add_argument(
        "paths", nargs="*", metavar="RAW_PATH", help="only these files, or files in these folders of raw/"
    )
    add_run_options(retry, shared=False, retry=True)
    explain = add("explain", _explain, "Where a row's values come from, and every edit of its text.")
    explain.add_argument("what", metavar="DOC_ID|RAW_PATH")
    rejects = add("rejects", _rejects, "What was rejected, and why.")
    rejects.add_argument("--reason", help="only this reason")
    rejects.add_argument("--path", help="only this raw path")
    status = add("status", _status, "What the store holds, and how many rows are stale.")
    status.add_argument("--hash", action="store_true", help="print the content hash alone")
    check = add("check", _check, "Verify commits, files, hashes, counts, and a sample of ledgers.")
    check.add_argument("--sample", type=int, default=1000, help="how many ledgers to revert (default 1000)")
    path = add("path", _path, "Print the folder of a table as of now, resolved; on any disk what a reader should open.")
    path.add_argument("table", nargs="?", default="documents")
    add("rules", _rules, "List the clean and repair rules, in the order they run.")
    add("readers", _readers, "List the readers and extractors.")
    config = add("config", _config, "Print every setting as a commented ingest.toml.")
    config.add_argument("--effective", action="store_true", help="print the values in force instead of the defaults")
    for c in (explain, rejects, status, check):
        c.add_argument("--json", action="store_true", help="print JSON")
    return p


def add_run_options(p: argparse.ArgumentParser, shared: bool = True, retry: bool = False) -> None:
    """The options of `ingest run`, also for the flows. `shared`: with --config and --processed."""
    if shared:
        p.add_argument("--config", metavar="FILE", help="settings (default: ingest.toml in the working folder, if any)")
        p.add_argument("--processed", metavar="DIR", help="the folder of the tables (default: processed)")
    p.add_argument("--raw", metavar="DIR", help="the folder files are dropped into (default: raw)")
    p.add_argument("--workers", type=int, metavar="N", help="worker processes (default: one for each processor)")
    if not retry:
        p.add_argument(
            "--reprocess", choices=("stale", "all"), help="make rows anew: those of older rules or settings, or all"
        )
    p.add_argument("--no-wait", action="store_true", help="do not wait for another run that holds the store; exit 3")
    p.add_argument(
        "--raw-moved", action="store_true", help="raw/ lies elsewhere than at the last run; it is the same folder"
    )
    p.add_argument("--dry-run", action="store_true", help="say what would be taken in; write nothing")
    p.add_argument("--json", action="store_true", help="print the report as JSON")


def settings_of(args: argparse.Namespace) -> "Settings":
    """The settings a command line asks for; folders it names start from the working folder."""
    from ingest.core.config import load

    given = {f"paths.{k}": getattr(args, k, None) for k in ("raw", "processed")}
    overrides: dict[str, Any] = {k: os.path.abspath(v) if v else None for k, v in given.items()}
    return load(args.config, overrides={**overrides, "run.workers": getattr(args, "workers", None)})


def options_of(args: argparse.Namespace, driver: str = "ingest") -> "Options":
    """What a command line asks a run to do."""
    from ingest.pipeline import Options

    return Options(
        wait=not args.no_wait,
        reprocess=getattr(args, "reprocess", None),
        retry=args.command is _retry if hasattr(args, "command") else False,
        retry_paths=tuple(getattr(args, "paths", ())),
        raw_moved=args.raw_moved,
        dry_run=args.dry_run,
        driver=driver,
    )


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *rest: Any) -> None:
        from ingest.core.recipe import package_version

        say(f"ingest {package_version()}")
        parser.exit(0)


def _run(args: argparse.Namespace) -> int:
    from ingest.face import run_local
    from ingest.progress import Progress
    from ingest.report.summary import summary

    settings, options = settings_of(args), options_of(args)
    with Progress(quiet=args.json) as progress:
        report = run_local(settings, options, progress)
    if args.json:
        say_json(report.as_dict())
    elif not options.dry_run:
        say(summary(report))
    return int(report.failed)


_retry = lambda args: _run(args)  # noqa: E731  # a command of its own name: options_of tells them apart


def _explain(args: argparse.Namespace) -> None:
    from ingest.explain import explained, render

    told = explained(_store(args), args.what)
    if args.json:
        say_json(told)
    else:
        say(render(told, sys.stdout.isatty() and "NO_COLOR" not in os.environ))


def _rejects(args: argparse.Namespace) -> None:
    from ingest.explain import shown

    rows = _store(args).read("rejects").to_pylist()
    rows = [r for r in rows if args.reason in (None, r["reason"]) and args.path in (None, r["raw_path"])]
    if args.json:
        return say_json(rows)
    for r in rows:
        where = f" at byte {r['record_offset']}" if r["record_offset"] is not None else ""
        say(f"{shown(r['raw_path'])}{where}: {r['stage']}: {r['reason']}: {shown(r['message'])}")
    say(f"{len(rows)} rejects" + ("; mend the files, or run `ingest retry` after a fix of ours" if rows else ""))
    return None


def _status(args: argparse.Namespace) -> None:
    from ingest.status import status

    store = _store(args)
    if args.hash:
        from ingest.store.content import content_hash

        return say(content_hash(store))
    told = status(store, settings_of(args))
    if args.json:
        return say_json(told)
    for name, value in told.items():
        say(f"{name:24} {value}")
    return None


def _check(args: argparse.Namespace) -> int:
    from ingest.store.check import check

    problems = check(_store(args), args.sample)
    if args.json:
        say_json(problems)
    else:
        say("\n".join(problems) or "all right")
    return int(bool(problems))


def _path(args: argparse.Namespace) -> None:
    from ingest.face import path

    say(path(settings_of(args).processed, args.table))


def _rules(args: argparse.Namespace) -> None:
    from ingest.core.editing import in_order
    from ingest.core.members import clean_rules, repair_rules

    for registry in (clean_rules, repair_rules):
        say(f"{registry.kind}:")
        for rule in in_order(registry.members().values()):
            module = sys.modules[registry.home(rule.name)]
            caption = (module.__doc__ or "").strip().splitlines()[0]
            words = "  changes words" if rule.changes_words else ""
            say(f"  {rule.phase:3} {rule.name:22} {','.join(rule.languages):12} {caption}{words}")


def _readers(args: argparse.Namespace) -> None:
    from ingest.core.members import extractors, readers

    for name, _reader in readers.members().items():
        caption = (sys.modules[readers.home(name)].__doc__ or "").strip().splitlines()[0]
        say(f"reader    {name:12} {caption}")
    for name, extractor in extractors.members().items():
        say(f"extractor {name:12} {', '.join(extractor.media_types)}")


def _config(args: argparse.Namespace) -> None:
    from ingest.core.settings_file import commented, effective

    say(effective(settings_of(args)) if args.effective else commented())


def _store(args: argparse.Namespace) -> Any:
    from ingest.core.errors import UserError
    from ingest.store import Store

    settings = settings_of(args)
    store = Store(settings.processed, settings.store)
    if not store.exists():
        raise UserError(f"{settings.processed}: nothing was ever committed here; run `ingest run` first")
    return store


if __name__ == "__main__":
    sys.exit(main())
