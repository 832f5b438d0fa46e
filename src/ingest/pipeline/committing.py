"""One commit: decide, write, rewrite, hold to account, and the ledger's rows; then the store does it at once."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from ingest.core.config import Settings
from ingest.core.errors import AccountingError
from ingest.core.paths import to_text
from ingest.core.schema import TABLES, written
from ingest.core.tally import Tally
from ingest.pipeline import decide as deciding
from ingest.pipeline import ledger as memory
from ingest.pipeline import write as writing
from ingest.pipeline.context import Context
from ingest.pipeline.plan import Plan
from ingest.pipeline.settle import Outcome
from ingest.pipeline.shards import Staged
from ingest.store import Change, DataFile, pick_small, read_files, storing, write_table


def raw_root(settings: Settings) -> str:
    """raw/ as seen from processed/, as text (see core/paths.py)."""
    relative = os.path.relpath(os.path.realpath(settings.raw), os.path.realpath(settings.processed))
    return to_text(os.fsencode(relative))


def commit(
    this: Context, outcomes: Mapping[str, Outcome], staged: Sequence[Staged], removed: Sequence[str], plan: Plan | None
) -> None:
    """Decide, write, rewrite, commit. `plan` is given with the last commit: then the look's own news goes in too."""
    store, stamp = this.store, this.stamp()
    removed = (*removed, *absorbed(this, plan))
    with storing("deciding", this.settings.processed):
        decided = deciding.decide(this, outcomes, removed, staged, stamp.time)
    failing = frozenset(p for p, o in outcomes.items() if o.mode == "failing")
    added = _written(this, outcomes, staged, stamp, failing)
    _hold_to_account(outcomes, added)
    failing_before = frozenset(o.arrival.was or p for p, o in outcomes.items() if o.mode == "failing")
    more, gone = _rewritten(this, decided, failing_before)
    more += _merged(this, decided, stamp)
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
            raw_root=raw_root(this.settings),
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
    this.report.add(counts, decided.promoted, _told(this, added))
    this.listen("committed", number=manifest.number, counts=counts)


def _told(this: Context, added: Sequence[DataFile]) -> dict[str, Counter[str]]:
    """What the new rows say, read back from them: rejects by reason, edits by rule, documents by language."""
    out: dict[str, Counter[str]] = {
        "reasons": Counter(),
        "rules": Counter(),
        "languages": Counter(),
        "methods": Counter(),
    }
    for into, tables, column in (
        ("reasons", ("rejects",), "reason"),
        ("rules", ("edits",), "rule"),
        ("languages", ("documents", "duplicates"), "language"),
        ("methods", ("duplicates",), "duplicate_method"),
    ):
        files = [f for f in added if f.table in tables]
        for f in files:
            values = read_files(this.settings.processed, [f], [column])[column].value_counts()
            out[into].update({v["values"]: v["counts"] for v in values.to_pylist()})
    return out


def _written(
    this: Context,
    outcomes: Mapping[str, Outcome],
    staged: Sequence[Staged],
    stamp: memory.Stamp,
    failing: frozenset[str],
) -> list[DataFile]:
    tasks = []
    for shard in staged:
        paths = {r.path for r in shard.results}
        silent = {p for p in paths if p not in outcomes or (p in failing and outcomes[p].shard != shard.name)}
        task = writing.WriteTask(
            this.settings.processed,
            this.store.staging,
            shard.name,
            this.settings.store,
            stamp,
            frozenset(silent),
            failing & paths,
        )
        tasks.append(task)
    return [f for files in this.map_step("write", tasks) for f in files] if tasks else []


def _rewritten(
    this: Context, decided: deciding.Decisions, failing: frozenset[str]
) -> tuple[list[DataFile], tuple[str, ...]]:
    """Rewrite the old files that hold a row which goes or changes; small files are folded on the way."""
    store, processed = this.store, this.settings.processed
    changed = {i: (p.cluster_id, p.duplicate_of, p.method, p.similarity) for i, p in decided.changed.items()}
    changes = writing.Changes(decided.replaced, failing, changed)
    path = os.path.join(store.staging, ".changes.json")
    with storing("deciding", processed):
        os.makedirs(store.staging, exist_ok=True)
        changes.save(path)
    tasks = []
    for table in written():
        files = store.files(table)
        if table in ("documents", "duplicates"):
            touched = [f for f in files if f.name in decided.touched]
        else:
            wanted = decided.replaced | failing if table == "rejects" else decided.replaced
            touched = writing.holding(processed, files, wanted)
        small = pick_small(store, table)
        folded = {f.name for f in small}
        tasks += [
            writing.RewriteTask(processed, (f,), path, this.settings.store) for f in touched if f.name not in folded
        ]
        tasks += [writing.RewriteTask(processed, tuple(small), path, this.settings.store)] if small else []
    added = [f for files in this.map_step("rewrite", tasks) for f in files] if tasks else []
    return added, tuple(f.name for t in tasks for f in t.files)


def _merged(this: Context, decided: deciding.Decisions, stamp: memory.Stamp) -> list[DataFile]:
    """Cluster ids that are gone with this commit, written down."""
    said = {"merged_at": stamp.time, "run_id": stamp.run_id}
    rows = [{"old_id": old, "new_id": new, **said} for old, new in sorted(decided.merges.items())]
    table = pa.Table.from_pylist(rows, TABLES["cluster_merges"].schema)
    return write_table(this.settings.processed, "cluster_merges", table, this.settings.store)


def _hold_to_account(outcomes: Mapping[str, Outcome], added: Iterable[DataFile]) -> None:
    """The law, once more, over the rows that are about to be committed."""
    rows: Counter[str] = Counter()
    for f in added:
        rows[f.table] += f.rows
    taken = [o.tally for o in outcomes.values() if o.mode == "taken"]
    kept, rejects = (
        sum(t.kept for t in taken),
        sum(t.rejects for t in taken) + sum(o.mode == "failing" for o in outcomes.values()),
    )
    if (rows["documents"] + rows["duplicates"], rows["rejects"]) != (kept, rejects):
        raise AccountingError(
            f"{kept} documents and {rejects} rejects were staged, {rows['documents']} + {rows['duplicates']} and "
            f"{rows['rejects']} were written; nothing of this group is committed"
        )


def _ledger_rows(
    this: Context,
    outcomes: Mapping[str, Outcome],
    decided: deciding.Decisions,
    stamp: memory.Stamp,
    removed: Sequence[str],
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


def _news(this: Context, plan: Plan, stamp: memory.Stamp, said: set[str]) -> memory.Rows:
    """What the look itself found: files that vanished or came back, mtimes that changed; not of paths in `said`."""
    out: memory.Rows = {}
    for file in plan.look.refreshed:
        if file.path in this.ledger and file.path not in said:
            out[file.path] = memory.refreshed_row(file, stamp, this.ledger[file.path])
    for path in plan.look.vanished:
        if path in this.ledger and path not in said and this.ledger[path]["state"] == "present":
            out[path] = memory.vanished_row(stamp, this.ledger[path])
    return out


def absorbed(this: Context, plan: Plan | None) -> tuple[str, ...]:
    """Sidecars that stood alone and have their file beside them now: their rejects go."""
    return tuple(p for p in plan.look.absorbed if p in this.ledger) if plan else ()
