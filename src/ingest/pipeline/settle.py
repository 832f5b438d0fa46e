"""Settle: what each raw file's staged outcome means for the rows that already stand.

* taken in: its staged rows replace whatever stood for it (under its old path too, if it moved);
* failing: it failed as a whole for a passing reason; what stood stands, and one reject says so;
* as before: it was tried again and nothing came out different; nothing is written;
* put off: a file that moved failed for a passing reason, so its rows still stand at the path it left; whoever came to
  that path waits with it for the next run, and so on down a chain.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow.compute as pc

from ingest.core.tally import Tally
from ingest.discover import Arrival
from ingest.pipeline import shards
from ingest.pipeline.ledger import Rows
from ingest.pipeline.shards import ItemResult, Staged
from ingest.store import Store

REJECT_COLUMNS = ("raw_path", "record_id", "record_offset", "stage", "reason", "passing")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One raw file of a group. `mode`: taken, failing, same or put off. `shard` is the one whose reject says why it fails."""

    arrival: Arrival
    mode: str
    tally: Tally
    reader: str | None
    encoding: str | None
    retry: bool
    edits: int = 0
    shard: str | None = None
    failing_before: int = 0


def settle(
    arrivals: Sequence[Arrival], staged: Sequence[Staged], staging: str, ledger: Rows, store: Store
) -> dict[str, Outcome]:
    """The outcome of every file of the group, by path."""
    parts: dict[str, list[tuple[str, ItemResult]]] = defaultdict(list)
    for shard in staged:
        for result in shard.results:
            parts[result.path].append((shard.name, result))
    tried = [a.was for a in arrivals if a.was is not None and ledger[a.was]["retry"]]
    before = _rejects_before(store, tried)
    now = _rejects_now(staging, staged, {a.file.path for a in arrivals if a.was in before})
    return _put_off({a.file.path: _outcome(a, parts[a.file.path], ledger, before, now) for a in arrivals})


def _put_off(outcomes: dict[str, Outcome]) -> dict[str, Outcome]:
    """The outcomes, with those put off that came to a path whose rows do not leave it."""
    held = [o.arrival.was for o in outcomes.values() if o.mode == "same" and o.arrival.was != o.arrival.file.path]
    while held:
        path = held.pop()
        came = outcomes.get(path) if path is not None else None
        if came is not None and came.mode in ("taken", "failing"):
            outcomes[came.arrival.file.path] = replace(came, mode="put off")
            held.append(came.arrival.was)
    return outcomes


def _outcome(
    arrival: Arrival,
    results: list[tuple[str, ItemResult]],
    ledger: Rows,
    before: Mapping[str, Counter[Any]],
    now: Mapping[str, Counter[Any]],
) -> Outcome:
    tally = sum((r.tally for _, r in results), Tally())
    encodings = {e for _, r in results for e in r.encodings}
    encoding = encodings.pop() if len(encodings) == 1 else None
    reader = next((r.reader for _, r in results if r.reader), None)
    retry, edits = any(r.retry for _, r in results), sum(r.edits for _, r in results)
    failed = next((name for name, r in results if r.failed), None)
    old = ledger.get(arrival.was) if arrival.was is not None else None
    stood = bool(old and old["documents"] + old["duplicates"])
    if failed and (stood or len(results) > 1):
        whole = [key for key in before.get(arrival.was or "", Counter()) if _is_whole(key)]
        reason = next(r.failed for _, r in results if r.failed)
        moved = arrival.was is not None and arrival.was != arrival.file.path  # its rows stay where they are; next time
        mode = "same" if moved or any(key[-1] == reason for key in whole) else "failing"
        return Outcome(arrival, mode, tally, reader, encoding, True, edits, failed, len(whole))
    as_before = before.get(arrival.was or "") == now.get(arrival.file.path)
    unchanged = arrival.retried and old is not None and old["documents"] + old["duplicates"] == tally.kept
    if as_before and (unchanged or (failed and old is not None)):
        return Outcome(arrival, "same", tally, reader, encoding, retry, edits)
    return Outcome(arrival, "taken", tally, reader, encoding, retry, edits)


def _is_whole(key: tuple[Any, ...]) -> bool:
    """Whether the reject stands for a whole file and has a passing reason."""
    record_id, offset, passing, *_ = key
    return record_id is None and offset is None and bool(passing)


def _rejects_before(store: Store, paths: Iterable[str]) -> dict[str, Counter[Any]]:
    wanted = sorted(set(paths))
    if not wanted:
        return {}
    table = store.read("rejects", list(REJECT_COLUMNS), pc.field("raw_path").isin(wanted))
    return _counted(table.to_pylist())


def _rejects_now(staging: str, staged: Sequence[Staged], paths: set[str]) -> dict[str, Counter[Any]]:
    rows: list[dict[str, Any]] = []
    for shard in staged:
        if any(r.path in paths for r in shard.results):
            rows += shards.read(staging, shard.name, "rejects", REJECT_COLUMNS).to_pylist()
    return {path: c for path, c in _counted(rows).items() if path in paths}


def _counted(rows: Iterable[dict[str, Any]]) -> dict[str, Counter[Any]]:
    out: dict[str, Counter[Any]] = defaultdict(Counter)
    for r in rows:
        out[r["raw_path"]][r["record_id"], r["record_offset"], r["passing"], r["stage"], r["reason"]] += 1
    return dict(out)
