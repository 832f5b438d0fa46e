"""Garbage: old snapshots after a grace period, and data files no commit that is kept names."""

import itertools
import os
import shutil
import time

from ingest.store.commits import Log
from ingest.store.layout import Layout, storing

ORPHAN_GRACE_S = 3600  # a file of a writer on another machine may be younger than its commit


def collect(layout: Layout, log: Log, keep_hours: float) -> None:
    """Remove what nobody needs. Call it under the lock, after a commit. The newest commit always stays.

    A commit is old when its successor was made more than `keep_hours` ago. Manifests go before their snapshots'
    files, so an interruption leaves only files that the next call removes.
    """
    numbers, now = log.numbers(), time.time()
    with storing("removing old snapshots", layout.processed):
        old = [n for n, successor in itertools.pairwise(numbers) if now - _made(log, successor) > keep_hours * 3600]
        for number in old:
            os.unlink(log.path(number))
        kept = [n for n in numbers if n not in old]
        names = {f"{n:012d}" for n in kept}
        for entry in os.listdir(layout.snapshots):
            if entry not in names:
                shutil.rmtree(os.path.join(layout.snapshots, entry), ignore_errors=True)
        live = {name for n in kept for name in log.manifest(n).names()}
        with os.scandir(layout.data) as entries:
            for e in entries:
                if (
                    e.name not in live
                    and e.is_file(follow_symlinks=False)
                    and now - e.stat().st_mtime > min(ORPHAN_GRACE_S, keep_hours * 3600)
                ):
                    os.unlink(e.path)


def _made(log: Log, number: int) -> float:
    return os.stat(log.path(number)).st_mtime


def sweep(layout: Layout) -> None:
    """Remove what a dead run left half-written; under the lock nobody else writes there for long."""
    if not os.path.isdir(layout.temporary):
        return
    with os.scandir(layout.temporary) as entries:
        for e in entries:
            if e.is_dir(follow_symlinks=False):
                shutil.rmtree(e.path, ignore_errors=True)
            else:
                os.unlink(e.path)
