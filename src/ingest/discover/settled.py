"""Whether a file that is new or changed has come to rest, or is still being copied.

Rule 1: a file whose mtime lies less than the quiet time back is not at rest. Who copies with the times of the original
        sets them last, so a file under way shows the present.
Rule 2: on a local Linux disk the kernel is asked as well: it grants a read lease only on a file nobody has open for
        writing. So a copy that stalls is seen to be under way, however long it pauses.
Rule 3: both have an end. A file left open by a program that forgot it is taken once it has not changed for
        `FORGOTTEN_S`; a clock that is off by more than `SKEW_S` holds nothing up.
"""

import fcntl
import os
import signal
import sys
import time

from ingest.core.paths import locate
from ingest.discover.fingerprint import open_regular
from ingest.discover.walk import SIDECAR, Seen

SKEW_S = 60.0  # clocks of a file server and its clients that keep time by NTP are apart by far less
FORGOTTEN_S = 900.0
NETWORK_DISKS = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "beegfs", "gpfs")


def settled(raw: str, seen: Seen, quiet_s: float, lease: bool = True) -> bool:
    """Whether an entry and its sidecar are at rest; `quiet_s` 0 or less: always. `lease`: whether the kernel can be
    asked for one on this disk (see `is_network_disk`)."""
    if quiet_s <= 0 or seen.kind not in ("file", "sidecar"):
        return True
    names = [(seen.path, seen.mtime_ns)]
    if seen.has_sidecar:
        names.append((seen.path + SIDECAR, seen.sidecar_mtime_ns))
    return all(_at_rest(locate(raw, path), mtime_ns, quiet_s, lease) for path, mtime_ns in names)


def _at_rest(path: bytes, mtime_ns: int, quiet_s: float, lease: bool) -> bool:
    age_s = time.time() - mtime_ns / 1e9
    if -SKEW_S < age_s < quiet_s:
        return False
    return not lease or age_s > FORGOTTEN_S or not _open_for_writing(path)


def _open_for_writing(path: bytes) -> bool:
    """Whether the kernel says so; False where it cannot be asked (not Linux, another user's file, gone)."""
    if sys.platform != "linux":
        return False
    try:
        stream = open_regular(path)
    except OSError:
        return False
    with stream:
        try:
            fcntl.fcntl(
                stream, fcntl.F_SETSIG, signal.SIGURG
            )  # who opens it meanwhile would else have us killed by SIGIO
            fcntl.fcntl(stream, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        except BlockingIOError:
            return True
        except OSError:
            return False
    return False


def is_network_disk(folder: str) -> bool:
    """Whether a folder lies on a disk where neither leases nor change notices tell of other machines' writers."""
    kind = disk_kind(folder)
    return kind in NETWORK_DISKS or kind.startswith("fuse.")


def disk_kind(folder: str) -> str:
    """The type of the file system a folder lies on, as /proc/self/mounts names it; "" where there is no such list."""
    best, kind, real = "", "", os.path.realpath(folder)
    try:
        with open("/proc/self/mounts", encoding="utf-8", errors="surrogateescape") as mounts:
            for line in mounts:
                _, at, fs, *_ = line.split(" ")
                at = at.encode("utf-8", "surrogateescape").decode("unicode_escape") if "\\" in at else at
                if len(at) >= len(best) and (real == at or real.startswith(at.rstrip("/") + "/")):
                    best, kind = at, fs
    except OSError:
        return ""
    return kind
