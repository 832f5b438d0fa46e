"""What a cluster's worker and the driver must agree on before a step runs: versions, and the folders they see.

Files written by other versions of the rules or libraries would be committed under the driver's recipe; and what a worker
stages on a disk of its own is lost. Both are refused by name, by the worker itself, so one that joins later is held to it too.
"""

import hashlib
import os
import platform
import socket
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import ingest
from ingest.core.errors import UserError
from ingest.core.recipe import LIBRARIES, package_version, version_of
from ingest.workers import Pool

MORE_LIBRARIES = ("pyarrow", "prefect")  # one writes what is committed, the other carries the tasks
_STARTING = threading.Lock()


@lru_cache(maxsize=1)
def versions() -> tuple[tuple[str, str], ...]:
    """Name and version of all that must be the same on every machine; `files of ingest` digests its code and data."""
    root, digest = Path(ingest.__file__).parent, hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    python = ".".join(platform.python_version_tuple()[:2])
    libraries = [(name, version_of(name)) for name in (*LIBRARIES, *MORE_LIBRARIES)]
    return (
        ("python", python),
        ("ingest-corpus", package_version()),
        *libraries,
        ("files of ingest", digest.hexdigest()[:12]),
    )


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a task carries along; `mark` is a file the driver has made in the store's staging folder."""

    versions: tuple[tuple[str, str], ...]
    mark: str

    def sign(self) -> None:
        """The driver's part: make the mark."""
        os.makedirs(os.path.dirname(self.mark), exist_ok=True)
        Path(self.mark).touch()

    def call(self, step: str, item: Any) -> Any:
        """The worker's part: hold this machine to it, then run one step on one item in a worker process of its own.
        Raises UserError where they disagree."""
        here = dict(versions())
        other = [f"{n} {here.get(n)} and not {v}" for n, v in self.versions if here.get(n) != v]
        if other:
            raise UserError(
                f"worker on {socket.gethostname()} (process {os.getpid()}) has {', '.join(other)} as the driver has; "
                "install the same versions on every machine"
            )
        if not os.path.exists(self.mark):
            raise UserError(
                f"worker on {socket.gethostname()} does not see {self.mark}: raw/ and processed/ must lie on a disk that "
                "all machines see under the same path"
            )
        return _pool().call(step, item)


@lru_cache(maxsize=1)
def _made() -> Pool:
    return Pool()


def _pool() -> Pool:
    with _STARTING:  # two threads of one process share one pool
        return _made()
