"""What a command line asks for: the settings, the options of a run, the store."""

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest.core.config import Settings
    from ingest.pipeline import Options
    from ingest.store import Store


def add_run_options(p: argparse.ArgumentParser, shared: bool = True, retry: bool = False, once: bool = True) -> None:
    """The options of `ingest run`, also for the flows. `shared`: with --config and --processed; `once`: with what makes
    sense for a single run alone."""
    if shared:
        add_shared_options(p)
    p.add_argument("--raw", metavar="DIR", help="the folder files are dropped into (default: raw)")
    p.add_argument("--workers", type=int, metavar="N", help="worker processes (default, and 0: one for each processor)")
    if once and not retry:
        p.add_argument(
            "--reprocess", choices=("stale", "all"), help="make rows anew: those of older rules or settings, or all"
        )
    p.add_argument("--no-wait", action="store_true", help="do not wait for another run that holds the store; exit 3")
    p.add_argument(
        "--raw-moved", action="store_true", help="raw/ lies elsewhere than at the last run; it is the same folder"
    )
    p.add_argument(
        "--metrics",
        metavar="FILE",
        help="append a JSON line of numbers for each run; - is standard output (the summary then goes to standard error)",
    )
    if once:
        p.add_argument("--dry-run", action="store_true", help="say what would be taken in; write nothing")
        p.add_argument(
            "--settle",
            type=at_least(0, float),
            default=0.0,
            metavar="SECONDS",
            help="leave files that changed within these seconds, or are open for writing, for a later run",
        )
    p.add_argument("--json", action="store_true", help="print the report as JSON")


def add_shared_options(p: argparse.ArgumentParser) -> None:
    """What every command takes."""
    p.add_argument("--config", metavar="FILE", help="settings (default: ingest.toml in the working folder, if any)")
    p.add_argument("--processed", metavar="DIR", help="the folder of the tables (default: processed)")


def settings_of(args: argparse.Namespace, more: Mapping[str, Any] = MappingProxyType({})) -> "Settings":
    """The settings a command line asks for; folders it names start from the working folder. `more`: what else it sets."""
    from ingest.core.config import load
    from ingest.core.errors import UserError

    overrides: dict[str, Any] = dict(more)
    for name in ("raw", "processed"):
        given = getattr(args, name, None)
        if given == "":
            raise UserError(f"--{name}: an empty name; is a variable unset?")
        overrides[f"paths.{name}"] = os.path.abspath(given) if given else None
    metrics = getattr(args, "metrics", None)
    overrides["metrics.file"] = os.path.abspath(metrics) if metrics and metrics != "-" else metrics
    return load(args.config, overrides={**overrides, "run.workers": getattr(args, "workers", None)})


def options_of(args: argparse.Namespace, driver: str = "ingest", retry: bool = False) -> "Options":
    """What a command line asks a run to do."""
    from ingest.pipeline import Options

    return Options(
        wait=not args.no_wait,
        reprocess=getattr(args, "reprocess", None),
        retry=retry,
        retry_paths=tuple(getattr(args, "paths", ())),
        raw_moved=args.raw_moved,
        dry_run=getattr(args, "dry_run", False),
        driver=driver,
        quiet_s=getattr(args, "settle", 0.0),
    )


def spellings(word: str, raw: str) -> list[str]:
    """How the tables may spell a raw path as it was typed: as it stands, tidied (`./a.txt`), or as seen from the working
    folder (`raw/a.txt`); bytes that are no UTF-8 are escaped as in the tables."""
    from ingest.core.paths import to_text

    below = os.path.relpath(os.path.abspath(word), raw)
    typed = [os.fsencode(w) for w in (os.path.normpath(word), *([] if below.startswith("..") else [below]))]
    return list(dict.fromkeys([word] * _is_text(word) + [to_text(w) for w in typed]))


def _is_text(word: str) -> bool:
    try:
        word.encode()
    except UnicodeEncodeError:
        return False
    return True


def known_paths(args: argparse.Namespace, words: Sequence[str]) -> list[str]:
    """Raw paths and folders as the tables spell them. Raises UserError for one that nothing is known of."""
    from ingest.core.errors import UserError
    from ingest.core.paths import under

    raw, known = settings_of(args).raw, store_of(args).read("raw_files", ["raw_path"])["raw_path"].to_pylist()
    found = []
    for word in words:
        if not word:
            raise UserError("a raw path is empty; all of them are meant by leaving it out")
        mine = [s for s in spellings(word, raw) if s == "." or any(under(p, s) for p in known)]
        if not mine:
            raise UserError(f"{word}: no raw file of this path is known, nor any in a folder of this name")
        found.append(mine[0])
    return [] if "." in found else found


def at_least(least: int, kind: Callable[[str], float] = int) -> Callable[[str], float]:
    """A number of a command line, `least` or more."""

    def number(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            value = float("nan")
        if not least <= value < float("inf"):
            raise argparse.ArgumentTypeError(f"expected a number, {least} or more; found {text!r}")
        return value

    return number


def store_of(args: argparse.Namespace) -> "Store":
    """The store a command line names. Raises UserError where nothing was ever committed."""
    from ingest.core.errors import UserError
    from ingest.store import Store

    settings = settings_of(args)
    store = Store(settings.processed, settings.store)
    if not store.exists():
        raise UserError(f"{settings.processed}: nothing was ever committed here; run `ingest run` first")
    return store
