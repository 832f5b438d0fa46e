"""Run: look, plan, and group after group run_batch, settle, decide, write, rewrite, commit. Both drivers call this.

How a step is mapped over its items is handed in (`map_step`): the local worker pool, Prefect tasks, or plain `map`.
Only this side commits, under the store's lock.
"""

import os
import time
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from ingest import discover
from ingest.core.config import MB, Settings
from ingest.core.errors import AccountingError
from ingest.core.paths import under
from ingest.pipeline import ledger as memory
from ingest.pipeline import shards
from ingest.pipeline.borders import apart
from ingest.pipeline.checks import check_room, check_settings, refuse_other_root
from ingest.pipeline.committing import absorbed, commit, raw_root
from ingest.pipeline.context import Context, Listener, MapStep, Options, deaf, serially
from ingest.pipeline.locking import held
from ingest.pipeline.order import model_folders
from ingest.pipeline.plan import Batch, Group, Plan, batches, groups
from ingest.pipeline.reindex import hold_to_scheme
from ingest.pipeline.settle import settle
from ingest.pipeline.shards import Staged
from ingest.pipeline.stopping import whole
from ingest.report import Report
from ingest.store import storing

ORDINARY = Options()
STOPPING_BYTES = 64 * MB  # raw bytes that are still committed when a run is told to stop: seconds of work


def run(
    settings: Settings,
    map_step: MapStep = serially,
    listen: Listener = deaf,
    options: Options = ORDINARY,  # frozen
) -> Report:
    """Take in what is new, changed or moved in raw/ and commit it, group after group. Returns what happened.

    Raises UserError (settings, paths), StoreBusy (with options.wait False), StoreError, and Bug when our own
    accounts do not add up; whatever was committed before stands.
    """
    check_settings(settings)
    begun = time.monotonic()
    this = Context.begun(settings, map_step, listen, options)
    store, report = this.store, this.report
    if options.dry_run:
        this.ledger = memory.rows(store)
        plan = _plan(this)
        _tell_plan(this, plan)
        report.planned = list(_listed(this, plan.look))
        report.seconds = time.monotonic() - begun
        return report
    with held(store, options.wait, listen):
        for mended in store.heal():
            listen("healed", what_was=mended)
        shards.sweep(store.staging)
        refuse_other_root(this)
        if this.recast_if_needed():
            listen("recast")
        if store.head() is not None:
            hold_to_scheme(this)
        this.ledger = memory.rows(store)
        plan = _plan(this)
        _tell_plan(this, plan)
        for number, group in enumerate(plan.groups, 1):
            _take_group(this, group, plan if number == len(plan.groups) else None)
        _finish(this, plan)
        _tell_stale(this)
        shards.clear(store.staging)
        head = store.head()
        report.commit = head.number if head else None
        report.seconds = time.monotonic() - begun
    return report


def _plan(this: Context) -> Plan:
    known, options = memory.known(this.ledger), this.options
    again: set[str] = set()
    if options.reprocess == "all":
        again |= set(known)
    elif options.reprocess == "stale":
        again |= {path for path, k in known.items() if k.recipe != this.recipe}
    if options.retry:
        again |= {p for p, k in known.items() if k.rejects and _under(p, options.retry_paths)}
    this.looked_at = datetime.now(UTC)
    look = discover.look(this.settings.raw, known, this.settings.limits.file_mb * MB, again, options.quiet_s)
    return Plan(look, groups(look.arrivals, this.settings))


def _under(path: str, folders: tuple[str, ...]) -> bool:
    return not folders or any(under(path, f) for f in folders)


def _tell_plan(this: Context, plan: Plan) -> None:
    look, report = plan.look, this.report
    report.new, report.changed, report.moved = look.new, look.changed, look.moved
    report.unchanged, report.returned, report.unsettled = look.unchanged, len(look.returned), look.unsettled
    report.vanished = sum(p in this.ledger and this.ledger[p]["state"] == "present" for p in look.vanished)
    _tell_stale(this, {a.was for a in look.arrivals})
    this.listen("planned", plan=plan, report=report)


def _listed(this: Context, look: discover.Look) -> Iterator[dict[str, str | None]]:
    """The files a plan is about, by path; `again`: the same bytes, for other rules, settings or outcome."""
    gone = [p for p in look.vanished if p in this.ledger and this.ledger[p]["state"] == "present"]
    told = [(a.file.path, _kind(this, a), a.was if a.was != a.file.path else None) for a in look.arrivals]
    for path, kind, was in sorted([*told, *((p, "vanished", None) for p in gone)]):
        yield {"kind": kind, "path": path, "was": was}


def _kind(this: Context, arrival: discover.Arrival) -> str:
    if arrival.was is None:
        return "new"
    if arrival.was != arrival.file.path:
        return "moved"
    old, file = this.ledger[arrival.was], arrival.file
    same = (old["sha256"], old["sidecar_sha256"]) == (file.sha256 or None, file.sidecar_sha256)
    return "again" if same else "changed"


def _tell_stale(this: Context, coming: Container[str | None] = ()) -> None:
    """Count the rows of other recipes, by the ledger alone; not those of files in `coming`, nor of files that are gone."""
    found = memory.stale((row for path, row in this.ledger.items() if path not in coming), this.recipe)
    this.report.stale, this.report.stale_rejects = found.rows, found.rejects


def _take_group(this: Context, group: Group, plan: Plan | None) -> None:
    """One group, from batches to its commit. `plan` is given with the last one; see `_commit`."""
    check_room(this, group)
    with storing("staging", this.settings.processed):
        os.makedirs(this.store.staging, exist_ok=True)
    work = batches(group, this.settings, this.recipe)
    staged = _staged(this, group, work)
    if uncut := apart(staged):
        told = {s.name for s in staged}
        work = batches(group, this.settings, this.recipe, uncut)
        shards.drop(this.store.staging, told - {b.name for b in work})
        staged = _staged(this, group, work, told)
    _take(this, group.arrivals, _in_plan_order(staged, work), plan)


def _staged(this: Context, group: Group, work: Sequence[Batch], told: Container[str] = ()) -> list[Staged]:
    """The shards of a group's batches, in any order; those in `told` have been announced. Stopped on the way, what is whole
    is committed first."""
    staged: list[Staged] = []
    sizes = {b.name: b.size_bytes for b in work}
    try:
        for shard in this.map_step("run_batch", work):
            staged.append(shard)
            if shard.name not in told:
                this.listen("staged", staged=shard, size_bytes=sizes[shard.name])
        return _post_edited(this, work, staged) if any(s.wanting for s in staged) else staged
    except BaseException as stop:
        if not isinstance(stop, Exception):  # a signal, Prefect's cancellation: what is whole is committed first
            ready = [s for s in staged if not s.wanting]
            _take(replace(this, map_step=serially), *whole(group, work, ready, STOPPING_BYTES), None)
        raise


def _post_edited(this: Context, work: Sequence[Batch], staged: list[Staged]) -> list[Staged]:
    """Ask the model about every paragraph the shards left a note of, and make those shards again with its answers.

    Killed before that, the run leaves shards that still say they are wanting; the next one claims them and asks on.
    """
    from ingest.repair.postedit.asking import Asker

    this.asker = this.asker or Asker(this.settings.repair)
    asked = this.asker.satisfy(*model_folders(this.settings))
    this.report.answered += asked.answered
    this.report.unanswered += asked.unanswered
    this.listen("asked", answered=asked.answered, unanswered=asked.unanswered)
    wanting = {s.name for s in staged if s.wanting}
    shards.drop(this.store.staging, wanting)
    again = list(this.map_step("run_batch", [b for b in work if b.name in wanting]))
    return [*(s for s in staged if s.name not in wanting), *again]


def _take(this: Context, arrivals: Sequence[discover.Arrival], staged: Sequence[Staged], plan: Plan | None) -> None:
    """Settle and commit arrivals of which everything is staged."""
    outcomes = settle(arrivals, staged, this.store.staging, this.ledger, this.store)
    live = {path: o for path, o in outcomes.items() if o.mode in ("taken", "failing")}
    if live:
        commit(this, live, staged, (), plan)
    put_off = sum(o.mode == "put off" for o in outcomes.values())
    this.report.put_off += put_off
    this.report.tried_again += len(outcomes) - len(live) - put_off
    shards.drop(this.store.staging, [s.name for s in staged])


def _in_plan_order(staged: list[Staged], work: Sequence[Batch]) -> list[Staged]:
    by_name = {s.name: s for s in staged}
    missing = [b.name for b in work if b.name not in by_name]
    if missing:
        raise AccountingError(f"{len(missing)} of {len(work)} batches came back without a shard")
    return [by_name[b.name] for b in work]


def _finish(this: Context, plan: Plan) -> None:
    """What no group has said: the look's news alone, removals, and the very first commit of an empty raw/."""
    look, ledger = plan.look, this.ledger
    going = _removable(this, look) if this.settings.run.vanished == "remove" and look.vanished else ()
    states = [ledger[p]["state"] == "present" for p in look.vanished if p in ledger and p not in going]
    states += [ledger[p]["state"] != "present" for p in look.returned if p in ledger]
    head = this.store.head()
    if going or any(states) or absorbed(this, plan) or head is None or head.raw_root != raw_root(this.settings):
        commit(this, {}, (), going, plan)
    this.report.removed = len(going)


def _removable(this: Context, look: discover.Look) -> tuple[str, ...]:
    """The vanished files whose rows shall go, or none where that looks like an accident."""
    known, gone, share = len(this.ledger), len(look.vanished), this.settings.run.remove_most
    if gone < known and gone <= share * known:
        return look.vanished
    if gone == known:
        why = "A dataset is never emptied this way"
    else:
        why = (
            f"No more than run.remove_most = {share} of them, {int(share * known)}, go at once; raise it if they shall"
        )
    this.report.refused = gone
    this.report.problems.append(
        f'{gone} of {known} known files are gone from {this.settings.raw}; run.vanished = "remove" was refused and all '
        f"their rows stay. Is a disk unmounted? {why}"
    )
    return ()
