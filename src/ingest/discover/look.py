"""Stage 1, discover: what lies in raw/, told apart by content; what the ledger already holds is left alone.

Rule 1: links and special files are never followed or opened; hidden and temporary names are never taken.
Rule 2: a file's fingerprint is its bytes and those of its sidecar. Same size and mtime: unchanged, unless the mtime
        lies within 2 s of the last look; then it is hashed.
Rule 3: a file whose bytes arrived at a path as exactly one known file's left theirs has moved: it keeps its
        identity. A path that is still held by another known file is not moved to; that is a change.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ingest.core.model import Identity, RawFile
from ingest.discover.fingerprint import ALONE, NEVER_OPENED, Arrival, fingerprint
from ingest.discover.settled import is_network_disk, settled
from ingest.discover.walk import SIDECAR, Seen, walk

UNSURE_NS = 2_000_000_000  # coarsest mtime in use (FAT): a write this close to the look may not show in it


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger remembers of a raw file."""

    file: RawFile
    kind: str
    present: bool
    seen_at: datetime
    recipe: str
    retry: bool
    rejects: int
    kept: int
    hashed: bool = True


@dataclass(frozen=True, slots=True)
class Look:
    """All that one look at raw/ found. `refreshed` are known files whose mtime alone changed or that came back."""

    arrivals: tuple[Arrival, ...]
    unchanged: int
    moved: int
    changed: int
    new: int
    vanished: tuple[str, ...]
    returned: tuple[str, ...]
    refreshed: tuple[RawFile, ...]
    absorbed: tuple[str, ...]
    unsettled: int = 0


def look(raw: str, known: Mapping[str, Known], largest: float, again: Iterable[str] = (), quiet_s: float = 0.0) -> Look:
    """Compare raw/ with the ledger. `largest` is limits.file_mb in bytes; `again` names known files to take in
    again though nothing changed (reprocessing, retries). `quiet_s`: what changed less than so many seconds ago, or
    is open for writing, is left for a later look and counted as `unsettled`; nothing is said to have vanished then,
    because it may be on its way."""
    entries = sorted(walk(raw), key=lambda s: s.path)
    lease = quiet_s > 0 and not is_network_disk(raw)
    wanted, here = set(again), {s.path for s in entries}
    fresh: list[Arrival] = []
    refreshed: list[RawFile] = []
    returned: list[str] = []
    unchanged = unsettled = 0
    changing: set[str] = set()
    for seen in entries:
        old = known.get(seen.path)
        certain = old is not None and _same_stat(seen, old)
        asked = seen.path in wanted or (old is not None and old.retry)
        if old is not None and certain and not asked:
            unchanged += 1
            if not old.present:
                returned.append(seen.path)
                refreshed.append(_recall(seen, old.file))
            continue
        if not certain and not settled(raw, seen, quiet_s, lease):
            unsettled += 1
            changing |= {old.file.sha256} if old is not None and old.present and old.hashed else set()
            continue
        remembered = old is not None and certain and old.hashed and old.kind == "file" and seen.size_bytes <= largest
        arrival = Arrival(_recall(seen, old.file), seen.kind) if old and remembered else fingerprint(raw, seen, largest)
        if old is None or not (certain or _same_content(arrival, seen, old)):
            fresh.append(arrival)
        elif asked:
            fresh.append(replace(arrival, was=seen.path, retried=seen.path not in wanted))
        else:
            unchanged += 1
            refreshed.append(replace(arrival.file, identity=old.file.identity))
            if not old.present:
                returned.append(seen.path)
    taken = [a for a in fresh if a.was is not None or a.file.sha256 not in changing]  # others may have moved from there
    unsettled += len(fresh) - len(taken)
    absorbed, gone = _missing(entries, known, here)
    arrivals = _settle(taken, known, here)
    if unsettled:
        gone = ()
    moved = {a.was for a in arrivals if a.was is not None and a.was != a.file.path}
    again_count = sum(a.was == a.file.path for a in arrivals)
    return Look(
        arrivals=tuple(arrivals),
        unchanged=unchanged,
        moved=len(moved),
        changed=again_count,
        new=len(arrivals) - len(moved) - again_count,
        vanished=tuple(sorted(p for p in gone if p not in moved)),
        returned=tuple(returned),
        refreshed=tuple(refreshed),
        absorbed=absorbed,
        unsettled=unsettled,
    )


def _missing(
    entries: Iterable[Seen], known: Mapping[str, Known], here: set[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Known paths that are no entries: those absorbed (a sidecar that has its file now, a folder that can be listed
    again), and those gone. What lies below a folder that cannot be listed is neither."""
    attached = {s.path + SIDECAR for s in entries if s.has_sidecar}
    shut = tuple(s.path + "/" for s in entries if s.kind == "folder")
    missing = [(p, k) for p, k in known.items() if p not in here and not p.startswith(shut)]
    absorbed = tuple(p for p, k in missing if p in attached or k.kind == "folder")
    return absorbed, tuple(p for p, k in missing if p not in attached and k.kind != "folder")


def _same_stat(seen: Seen, old: Known) -> bool:
    file, limit = old.file, int(old.seen_at.timestamp() * 1e9) - UNSURE_NS
    if seen.kind != old.kind or seen.trouble:
        return False
    if seen.kind in NEVER_OPENED:
        return True
    return (
        (seen.size_bytes, seen.mtime_ns) == (file.size_bytes, file.mtime_ns)
        and (seen.sidecar_size_bytes, seen.sidecar_mtime_ns) == (file.sidecar_size_bytes, file.sidecar_mtime_ns)
        and seen.has_sidecar == (file.sidecar_sha256 is not None)
        and max(seen.mtime_ns, seen.sidecar_mtime_ns) < limit
    )


def _same_content(arrival: Arrival, seen: Seen, old: Known) -> bool:
    new, file = arrival.file, old.file
    if arrival.trouble and arrival.trouble[0] == "too_large":  # never hashed
        return not old.hashed and (new.size_bytes, new.mtime_ns) == (file.size_bytes, file.mtime_ns)
    return (
        arrival.trouble in (None, ALONE)
        and old.kind == seen.kind
        and old.hashed
        and (new.sha256, new.sidecar_sha256) == (file.sha256, file.sidecar_sha256)
    )


def _recall(seen: Seen, file: RawFile) -> RawFile:
    """The known file, hash and all, as it is seen now."""
    return replace(
        file,
        size_bytes=seen.size_bytes,
        mtime_ns=seen.mtime_ns,
        sidecar_size_bytes=seen.sidecar_size_bytes,
        sidecar_mtime_ns=seen.sidecar_mtime_ns,
    )


def _settle(fresh: list[Arrival], known: Mapping[str, Known], here: set[str]) -> list[Arrival]:
    """Tell moved, changed and new arrivals apart and give each its identity (rule 3)."""
    moves = _moves(fresh, known, here)
    left = set(moves.values())
    generations = Counter[str]()
    for k in known.values():
        generations[k.file.identity.path] = max(generations[k.file.identity.path], k.file.identity.generation + 1)
    out = []
    for a in fresh:
        path = a.file.path
        source = moves.get(path) or (path if path in known and path not in left else None)
        if source is not None:
            identity = known[source].file.identity
        else:
            identity = Identity(path, generations[path])
            generations[path] += 1
        out.append(replace(a, was=source, file=replace(a.file, identity=identity)))
    return out


def _moves(fresh: list[Arrival], known: Mapping[str, Known], here: set[str]) -> dict[str, str]:
    """New path -> old path, for every file that moved."""
    arriving = {a.file.path for a in fresh if a.was is None}
    gone: dict[str, list[str]] = {}
    for path, k in known.items():
        if k.present and k.hashed and k.kind == "file" and k.file.size_bytes and (path not in here or path in arriving):
            gone.setdefault(k.file.sha256, []).append(path)
    moves: dict[str, str] = {}
    left: set[str] = set()
    for a in fresh:
        sources = gone.get(a.file.sha256, []) if a.was is None and a.trouble is None else []
        if len(sources) == 1 and sources[0] != a.file.path and sources[0] not in left:
            moves[a.file.path] = sources[0]
            left.add(sources[0])
    held = [path for path in moves if path in known and path not in left]
    while held:  # a path is free for a move only if no known file stands there, or the one that does moves away
        source = moves.pop(held.pop())
        if source in moves:  # its own file stays now, so nothing may come to it
            held.append(source)
    return moves
