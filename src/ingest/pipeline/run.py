"""Run: look, plan, and group after group run_batch, settle, decide, write, rewrite, commit. Both drivers call this.

How a step is mapped over its items is handed in (`map_step`): the local worker pool, Prefect tasks, or plain `map`.
Only this side commits, under the store's lock.
"""

import os
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from ingest import discover
from ingest.core.config import MB, Settings
from ingest.core.errors import AccountingError, StoreError, UserError
from ingest.core.recipe import package_version, recipe
from ingest.core.tally import Tally
from ingest.pipeline import decide as deciding
from ingest.pipeline import ledger as memory
from ingest.pipeline import shards, write as writing
from ingest.pipeline.batch import run_batch
from ingest.pipeline.plan import Batch, Group, Plan, batches, groups
from ingest.pipeline.settle import Outcome, settle
from ingest.pipeline.shards import Staged
from ingest.report import Report
from ingest.store import Change, DataFile, Store, pick_small, read_files

SPARE_BYTES = 8 * MB  # a commit's manifest, state files and dataset card


class MapStep(Protocol):
    """Applies one of STEPS to every item, in any order, somewhere; yields the results as they come."""

    def __call__(self, step: str, items: Sequence[Any]) -> Iterable[Any]:
        """`step` is a key of STEPS."""


STEPS: dict[str, Callable[[Any], Any]] = {"run_batch": run_batch, "write": writing.write, "rewrite": writing.rewrite}


def serially(step: str, items: Sequence[Any]) -> Iterable[Any]:
    """The plainest way to map: one after the other, in this process. No limits hold here; for tests and debugging."""
    return map(STEPS[step], items)


class Listener(Protocol):
    """Told what a run does, while it does it. `what`: waiting, healed, recast, planned, staged, committed, refused."""

    def __call__(self, what: str, **told: Any) -> None:
        """Keyword arguments by `what`."""


def deaf(what: str, **told: Any) -> None:
    """Listen to nothing."""


@dataclass(frozen=True, slots=True)
class Options:
    """What one run is asked to do. `reprocess`: None, stale or all. `retry`: take files with rejects in again, all
    or those under the given raw paths. `raw_moved`: raw/ lies elsewhere than at the last run."""

    wait: bool = True
    reprocess: str | None = None
    retry: bool = False
    retry_paths: tuple[str, ...] = ()
    raw_moved: bool = False
    dry_run: bool = False
    driver: str = "ingest"


@dataclass(slots=True)
class _Run:
    """What the groups of one run share."""

    settings: Settings
    store: Store
    map_step: MapStep
    listen: Listener
    options: Options
    recipe: str
    run_id: str
    started_at: datetime
    report: Report
    ledger: memory.Rows = field(default_factory=dict)

    def stamp(self) -> memory.Stamp:
        return memory.Stamp(self.run_id, self.recipe, package_version(), datetime.now(UTC))


def run(
    settings: Settings,
    map_step: MapStep = serially,
    listen: Listener = deaf,
    options: Options = Options(),  # noqa: B008  # frozen
) -> Report:
    """Take in what is new, changed or moved in raw/ and commit it, group after group. Returns what happened.

    Raises UserError (settings, paths), StoreBusy (with options.wait False), StoreError, and Bug when our own
    accounts do not add up; whatever was committed before stands.
    """
    _check_folders(settings)
    store = Store(settings.processed, settings.store)
    begun = time.monotonic()
    started = datetime.now(UTC)
    made_by = recipe(settings)
    run_id = f"{started:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"
    report = Report(run_id=run_id, raw=settings.raw, processed=settings.processed, recipe=made_by)
    this = _Run(settings, store, map_step, listen, options, made_by, run_id, started, report)
    if options.dry_run:
        this.ledger = memory.rows(store)
        _tell_plan(this, _plan(this))
        report.seconds = time.monotonic() - begun
        return report
    with store.lock(wait=options.wait):
        for mended in store.heal():
            listen("healed", what_was=mended)
        _refuse_other_root(this)
        if store.recast_if_needed(run_id=run_id, driver=options.driver, started_at=started, recipe=made_by, pipeline_version=package_version()):
            listen("recast")
        this.ledger = memory.rows(store)
        plan = _plan(this)
        _tell_plan(this, plan)
        for number, group in enumerate(plan.groups, 1):
            _take_group(this, group, plan if number == len(plan.groups) else None)
        _finish(this, plan)
        shards.clear(store.staging)
        head = store.head()
        report.commit = head.number if head else None
        report.seconds = time.monotonic() - begun
    return report


def _check_folders(settings: Settings) -> None:
    raw, processed = os.path.realpath(settings.raw), os.path.realpath(settings.processed)
    if raw == processed or processed.startswith(raw + os.sep) or raw.startswith(processed + os.sep):
        raise UserError(f"raw {raw} and processed {processed} must not lie in one another")
    if not os.path.isdir(raw):
        raise UserError(f"{settings.raw}: there is no such folder to read from; create it, or name another with --raw")


def _raw_root(settings: Settings) -> str:
    return os.path.relpath(os.path.realpath(settings.raw), os.path.realpath(settings.processed)).replace(os.sep, "/")


def _refuse_other_root(this: _Run) -> None:
    head = this.store.head()
    if head and head.raw_root and head.raw_root != _raw_root(this.settings) and not this.options.raw_moved:
        before = os.path.normpath(os.path.join(this.settings.processed, head.raw_root))
        raise UserError(
            f"{this.settings.processed} was made from {before}, not from {this.settings.raw}; two raw folders are never "
            "mixed in one dataset. If the folder itself has moved, say --raw-moved; else name another --processed"
        )


def _plan(this: _Run) -> Plan:
    known, options = memory.known(this.ledger), this.options
    again: set[str] = set()
    if options.reprocess == "all":
        again |= set(known)
    elif options.reprocess == "stale":
        again |= {path for path, k in known.items() if k.recipe != this.recipe}
    if options.retry:
        again |= {p for p, k in known.items() if k.rejects and _under(p, options.retry_paths)}
    look = discover.look(this.settings.raw, known, this.settings.limits.file_mb * MB, again)
    return Plan(look, groups(look.arrivals, this.settings))


def _under(path: str, folders: tuple[str, ...]) -> bool:
    return not folders or any(path == f or path.startswith(f.rstrip("/") + "/") for f in folders)


def _tell_plan(this: _Run, plan: Plan) -> None:
    look, report = plan.look, this.report
    report.new, report.changed, report.moved = look.new, look.changed, look.moved
    report.unchanged, report.vanished, report.returned = look.unchanged, len(look.vanished), len(look.returned)
    this.listen("planned", plan=plan, report=report)


def _take_group(this: _Run, group: Group, plan: Plan | None) -> None:
    """One group, from batches to its commit. `plan` is given with the last one; see `_commit`."""
    _check_room(this, group)
    os.makedirs(this.store.staging, exist_ok=True)
    work = batches(group, this.settings, this.recipe)
    staged: list[Staged] = []
    sizes = {b.name: b.size_bytes for b in work}
    for shard in this.map_step("run_batch", work):
        staged.append(shard)
        this.listen("staged", staged=shard, size_bytes=sizes[shard.name])
    staged = _in_plan_order(staged, work)
    outcomes = settle(group.arrivals, staged, this.store.staging, this.ledger, this.store)
    live = {path: o for path, o in outcomes.items() if o.mode != "same"}
    if live:
        _commit(this, live, staged, (), plan)
    this.report.tried_again += len(outcomes) - len(live)
    shards.drop(this.store.staging, [s.name for s in staged])


def _in_plan_order(staged: list[Staged], work: Sequence[Batch]) -> list[Staged]:
    by_name = {s.name: s for s in staged}
    missing = [b.name for b in work if b.name not in by_name]
    if missing:
        raise AccountingError(f"{len(missing)} of {len(work)} batches came back without a shard")
    return [by_name[b.name] for b in work]


def _check_room(this: _Run, group: Group) -> None:
    free, need = this.store.free_bytes(), group.size_bytes + SPARE_BYTES
    if free < need:
        raise StoreError(
            f"{this.settings.processed}: about {need / MB:.0f} MB are needed for the next {len(group.arrivals)} files, "
            f"{free / MB:.0f} MB are free; nothing of them was written, what is committed stands"
        )


def _commit(this: _Run, outcomes: Mapping[str, Outcome], staged: Sequence[Staged], removed: Sequence[str], plan: Plan | None) -> None:
    """Decide, write, rewrite, commit. `plan` is given with the last commit: then the look's own news goes in too."""
    store, stamp = this.store, this.stamp()
    removed = (*removed, *_absorbed(this, plan))
    decided = deciding.decide(outcomes, removed, staged, store, stamp.time)
    failing = frozenset(p for p, o in outcomes.items() if o.mode == "failing")
    added = _written(this, outcomes, staged, stamp, failing)
    _hold_to_account(outcomes, added)
    failing_before = frozenset(o.arrival.was or p for p, o in outcomes.items() if o.mode == "failing")
    more, gone = _rewritten(this, decided, failing_before)
    rows, forget = _ledger_rows(this, outcomes, decided, stamp, removed)
    if plan:
        rows.update(_news(this, plan, stamp, {*rows, *forget}))
    counts = _counts(outcomes, decided)
    manifest = store.commit(
        Change(
            what="ingest" if outcomes else "create" if store.head() is None else "look",
            run_id=this.run_id,
            driver=this.options.driver,
            started_at=this.started_at,
            raw_root=_raw_root(this.settings),
            recipe=this.recipe,
            pipeline_version=stamp.pipeline_version,
            added=(*added, *more),
            removed=gone,
            raw_files=memory.table(rows.values()) if rows else None,
            forget=frozenset(forget),
            counts=counts,
        )
    )
    for path in forget:
        this.ledger.pop(path, None)
    this.ledger.update(rows)
    this.report.add(counts, len(decided.promoted), _told(this, added))
    this.listen("committed", number=manifest.number, counts=counts)


def _told(this: _Run, added: Sequence[DataFile]) -> dict[str, Counter[str]]:
    """What the new rows say, read back from them: rejects by reason, edits by rule, documents by language."""
    out: dict[str, Counter[str]] = {"reasons": Counter(), "rules": Counter(), "languages": Counter()}
    for into, tables, column in (
        ("reasons", ("rejects",), "reason"),
        ("rules", ("edits",), "rule"),
        ("languages", ("documents", "duplicates"), "language"),
    ):
        files = [f for f in added if f.table in tables]
        for f in files:
            values = read_files(this.settings.processed, [f], [column])[column].value_counts()
            out[into].update({v["values"]: v["counts"] for v in values.to_pylist()})
    return out


def _written(this: _Run, outcomes: Mapping[str, Outcome], staged: Sequence[Staged], stamp: memory.Stamp, failing: frozenset[str]) -> list[DataFile]:
    tasks = []
    for shard in staged:
        paths = {r.path for r in shard.results}
        silent = {p for p in paths if p not in outcomes or (p in failing and outcomes[p].shard != shard.name)}
        task = writing.WriteTask(
            this.settings.processed, this.store.staging, shard.name, this.settings.store, stamp, frozenset(silent), failing & paths
        )
        tasks.append(task)
    return [f for files in this.map_step("write", tasks) for f in files] if tasks else []


def _rewritten(this: _Run, decided: deciding.Decisions, failing: frozenset[str]) -> tuple[list[DataFile], tuple[str, ...]]:
    """Rewrite the old files that hold a row which goes or changes; small files are folded on the way."""
    store, processed = this.store, this.settings.processed
    changes = writing.Changes(decided.replaced, failing, frozenset(decided.promoted), decided.retargeted)
    os.makedirs(store.staging, exist_ok=True)
    path = os.path.join(store.staging, ".changes.json")
    changes.save(path)
    tasks = []
    for table in ("documents", "duplicates", "edits", "rejects"):
        files = store.files(table)
        if table in ("documents", "duplicates"):
            touched = [f for f in files if f.name in decided.touched]
        else:
            wanted = decided.replaced | failing if table == "rejects" else decided.replaced
            touched = writing.holding(processed, files, wanted)
        small = pick_small(store, table)
        folded = {f.name for f in small}
        tasks += [writing.RewriteTask(processed, (f,), path, this.settings.store) for f in touched if f.name not in folded]
        tasks += [writing.RewriteTask(processed, tuple(small), path, this.settings.store)] if small else []
    added = [f for files in this.map_step("rewrite", tasks) for f in files] if tasks else []
    return added, tuple(f.name for t in tasks for f in t.files)


def _hold_to_account(outcomes: Mapping[str, Outcome], added: Iterable[DataFile]) -> None:
    """The law, once more, over the rows that are about to be committed."""
    rows: Counter[str] = Counter()
    for f in added:
        rows[f.table] += f.rows
    taken = [o.tally for o in outcomes.values() if o.mode == "taken"]
    kept, rejects = sum(t.kept for t in taken), sum(t.rejects for t in taken) + sum(o.mode == "failing" for o in outcomes.values())
    if (rows["documents"] + rows["duplicates"], rows["rejects"]) != (kept, rejects):
        raise AccountingError(
            f"{kept} documents and {rejects} rejects were staged, {rows['documents']} + {rows['duplicates']} and "
            f"{rows['rejects']} were written; nothing of this group is committed"
        )


def _ledger_rows(
    this: _Run, outcomes: Mapping[str, Outcome], decided: deciding.Decisions, stamp: memory.Stamp, removed: Sequence[str]
) -> tuple[memory.Rows, set[str]]:
    rows: memory.Rows = {}
    forget = set(removed)
    for path, o in outcomes.items():
        old = this.ledger.get(o.arrival.was) if o.arrival.was is not None else None
        if o.mode == "taken":
            standing = memory.Standing(o.arrival, o.tally, decided.documents[path], o.reader, o.encoding, o.retry)
            rows[path] = memory.row(standing, stamp, old)
            forget |= {o.arrival.was} - {path, None} if o.arrival.was else set()
        else:
            rows[o.arrival.was or path] = _failing(o, old, stamp)
    for path, more in decided.stood_documents.items():
        at = rows.get(path) or this.ledger[path]
        rows[path] = at | {"documents": at["documents"] + more, "duplicates": at["duplicates"] - more}
    return rows, {p for p in forget if p not in rows}


def _failing(o: Outcome, old: dict[str, Any] | None, stamp: memory.Stamp) -> dict[str, Any]:
    """What stood stands, with one reject more unless one of the kind stood already."""
    if old is None:
        return memory.failing_row(o.arrival, Tally(1, 0, 1), 0, stamp, None)
    more = 1 - o.failing_before
    return memory.failing_row(o.arrival, Tally(old["records"] + more, 0, old["rejects"] + more), 0, stamp, old)


def _counts(outcomes: Mapping[str, Outcome], decided: deciding.Decisions) -> dict[str, int]:
    taken = [o for o in outcomes.values() if o.mode == "taken"]
    documents = sum(decided.documents[o.arrival.file.path] for o in taken)
    kept = sum(o.tally.kept for o in taken)
    return {
        "raw_files": len(outcomes),
        "records": sum(o.tally.records for o in taken) + len(outcomes) - len(taken),
        "documents": documents,
        "duplicates": kept - documents,
        "rejects": sum(o.tally.rejects for o in taken) + len(outcomes) - len(taken),
        "skipped": sum(sum(o.tally.skipped.values()) for o in taken),
        "edits": sum(o.edits for o in taken),
    }


def _news(this: _Run, plan: Plan, stamp: memory.Stamp, said: set[str]) -> memory.Rows:
    """What the look itself found: files that vanished or came back, mtimes that changed; not of paths in `said`."""
    out: memory.Rows = {}
    for file in plan.look.refreshed:
        if file.path in this.ledger and file.path not in said:
            out[file.path] = memory.refreshed_row(file, stamp, this.ledger[file.path])
    for path in plan.look.vanished:
        if path in this.ledger and path not in said and this.ledger[path]["state"] == "present":
            out[path] = memory.vanished_row(stamp, this.ledger[path])
    return out


def _absorbed(this: _Run, plan: Plan | None) -> tuple[str, ...]:
    """Sidecars that stood alone and have their file beside them now: their rejects go."""
    return tuple(p for p in plan.look.absorbed if p in this.ledger) if plan else ()


def _finish(this: _Run, plan: Plan) -> None:
    """What no group has said: the look's news alone, removals, and the very first commit of an empty raw/."""
    look, ledger = plan.look, this.ledger
    going = _removable(this, look) if this.settings.run.vanished == "remove" and look.vanished else ()
    states = [ledger[p]["state"] == "present" for p in look.vanished if p in ledger and p not in going]
    states += [ledger[p]["state"] != "present" for p in look.returned if p in ledger]
    head = this.store.head()
    if going or any(states) or _absorbed(this, plan) or head is None or head.raw_root != _raw_root(this.settings):
        _commit(this, {}, (), going, plan)
    this.report.removed = len(going)


def _removable(this: _Run, look: discover.Look) -> tuple[str, ...]:
    """The vanished files whose rows shall go, or none where that looks like an accident."""
    known, share = len(this.ledger), this.settings.run.remove_most
    if len(look.vanished) == known or len(look.vanished) > share * known:
        this.report.problems.append(
            f"{len(look.vanished)} of {known} known files are gone from {this.settings.raw}; run.remove_most = {share} allows "
            f"{int(share * known)} to be removed at once, so all their rows were kept. Is a disk unmounted? If they shall go, "
            "raise run.remove_most for one run"
        )
        return ()
    return look.vanished
