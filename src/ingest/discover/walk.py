"""What lies under raw/, without opening any of it."""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.core.errors import UserError
from ingest.core.paths import to_text

SIDECAR = ".meta.json"
TEMPORARY = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".swp", ".filepart", "~")


@dataclass(frozen=True, slots=True)
class Seen:
    """One entry of raw/, not opened yet. `kind`: file, symlink, special, sidecar (one without its file), or folder (one
    that cannot be listed; what was known below it is not gone). `trouble`: why it could not even be looked at."""

    path: str
    kind: str
    size_bytes: int
    mtime_ns: int
    sidecar_size_bytes: int = 0
    sidecar_mtime_ns: int = 0
    has_sidecar: bool = False
    trouble: str | None = None


def walk(raw: str) -> Iterator[Seen]:
    """Every entry under raw/ that is not hidden or temporary, in no order. Raises UserError for a missing folder."""
    if not os.path.isdir(raw):
        raise UserError(f"{raw}: there is no such folder to read from; create it, or name another with --raw")
    folders = [os.fsencode(raw)]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                here = {e.name: e for e in entries}
        except OSError as e:
            path = os.path.relpath(folder, os.fsencode(raw))
            if path == b".":
                raise UserError(f"{raw}: cannot be listed: {e.strerror}") from e
            yield Seen(to_text(path), "folder", 0, 0)
            continue
        for name, entry in here.items():
            if name.startswith(b".") or name.lower().endswith(tuple(t.encode() for t in TEMPORARY)):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            elif not _is_attached_sidecar(name, entry, here):
                seen = _seen(raw, entry, here.get(name + SIDECAR.encode()))
                if seen:
                    yield seen


def _is_attached_sidecar(name: bytes, entry: "os.DirEntry[bytes]", here: Mapping[bytes, "os.DirEntry[bytes]"]) -> bool:
    if not name.endswith(SIDECAR.encode()) or not entry.is_file(follow_symlinks=False):
        return False
    owner = here.get(name.removesuffix(SIDECAR.encode()))
    if owner is None or owner.name.endswith(SIDECAR.encode()):  # a sidecar has no sidecar
        return False
    return owner.is_file(follow_symlinks=False)


def _seen(raw: str, entry: "os.DirEntry[bytes]", sidecar: "os.DirEntry[bytes] | None") -> Seen | None:
    path = to_text(os.path.relpath(entry.path, os.fsencode(raw)))
    try:
        info = entry.stat(follow_symlinks=False)
        beside = sidecar.stat(follow_symlinks=False) if sidecar else None
    except FileNotFoundError:  # went away while we looked: as if it had gone before
        return None
    except OSError as e:  # a folder that may be listed and not entered
        return Seen(path, "file", 0, 0, trouble=e.strerror or str(e))
    kind = "symlink" if stat.S_ISLNK(info.st_mode) else "file" if stat.S_ISREG(info.st_mode) else "special"
    if kind == "file" and entry.name.endswith(SIDECAR.encode()):
        kind = "sidecar"
    if kind != "file" or beside is None or not stat.S_ISREG(beside.st_mode):
        return Seen(path, kind, info.st_size, mtime_ns(info))
    return Seen(path, kind, info.st_size, mtime_ns(info), beside.st_size, mtime_ns(beside), True)


def mtime_ns(info: os.stat_result) -> int:
    """The modification time, held within 64 bits: disks allow years (after 2262) that a column does not."""
    return max(-(2**63), min(info.st_mtime_ns, 2**63 - 1))
