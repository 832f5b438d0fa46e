"""A file's fingerprint: the hash of its bytes and of its sidecar's, taken while neither changes."""

import hashlib
import os
import stat
from dataclasses import dataclass, replace
from typing import BinaryIO

from ingest.core.model import Identity, RawFile
from ingest.core.paths import locate
from ingest.discover.walk import SIDECAR, Seen, mtime_ns

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file to take in. `was` is the path its old rows stand under: its own (changed, done again), another (moved),
    or None (new). `trouble` is (reason, message) when it could not even be fingerprinted."""

    file: RawFile
    kind: str
    was: str | None = None
    trouble: tuple[str, str] | None = None
    retried: bool = False


NEVER_OPENED = {
    "symlink": ("symlink", "a link; put the file itself into raw/"),
    "special": ("special_file", "a FIFO, socket or device; it was not opened"),
    "folder": ("unreadable", "a folder that cannot be listed"),
}
ALONE = ("bad_sidecar", "a sidecar without its file")


def fingerprint(raw: str, seen: Seen, largest: float) -> Arrival:
    """Hash a file and its sidecar; trouble is said, not raised."""
    file = RawFile(
        seen.path,
        seen.size_bytes,
        seen.mtime_ns,
        "",
        Identity(seen.path),
        seen.sidecar_size_bytes,
        seen.sidecar_mtime_ns,
    )
    if seen.kind in NEVER_OPENED:
        return Arrival(file, seen.kind, None, NEVER_OPENED[seen.kind])
    if seen.trouble:
        return Arrival(file, seen.kind, None, ("unreadable", f"cannot be looked at: {seen.trouble}"))
    if seen.size_bytes > largest:
        message = f"{seen.size_bytes} bytes; limits.file_mb allows {largest:.0f}"
        return Arrival(file, seen.kind, None, ("too_large", message))
    try:
        sha256 = hash_file(locate(raw, seen.path), seen.size_bytes, seen.mtime_ns)
        beside = None
        if seen.has_sidecar:
            beside = hash_file(locate(raw, seen.path + SIDECAR), seen.sidecar_size_bytes, seen.sidecar_mtime_ns)
    except FileNotFoundError:
        return Arrival(file, seen.kind, None, ("vanished", "gone between the look and the reading"))
    except ChangedError as e:
        return Arrival(file, seen.kind, None, ("changed", str(e)))
    except OSError as e:
        return Arrival(file, seen.kind, None, ("unreadable", f"cannot be read: {e.strerror}"))
    file = replace(file, sha256=sha256, sidecar_sha256=beside)
    return Arrival(file, seen.kind, None, ALONE if seen.kind == "sidecar" else None)


class ChangedError(OSError):
    """A file is not what it was when it was looked at."""


def hash_file(path: bytes, size_bytes: int, mtime: int) -> str:
    """SHA-256 (hex) of a regular file. Raises ChangedError unless size and mtime are those given, before and after."""
    digest = hashlib.sha256()
    with open_regular(path) as stream:
        check_unchanged(stream.fileno(), size_bytes, mtime)
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
        check_unchanged(stream.fileno(), size_bytes, mtime)
    return digest.hexdigest()


def open_regular(path: bytes) -> BinaryIO:
    """Open for reading without following a link and without waiting on a FIFO that took the file's place."""
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise ChangedError("no longer a regular file")
    return os.fdopen(fd, "rb")


def check_unchanged(fd: int, size_bytes: int, mtime: int) -> None:
    """Raise ChangedError when the open file is not as it was; `mtime` is in ns, as `mtime_ns` gives it."""
    info = os.fstat(fd)
    if (info.st_size, mtime_ns(info)) != (size_bytes, mtime):
        raise ChangedError(f"was {size_bytes} bytes when it was looked at, is {info.st_size} now or was written again")
