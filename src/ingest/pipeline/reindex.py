"""Reindex: the table bands, made anew from the texts that stand, in one commit.

Keys made in different ways cannot be compared, and would be, silently; so a run looks at what the index says of
itself first. An index that lacks documents (a store of an older version) is made without being asked for; one of
other settings is refused, because making it anew takes as long as signing everything.
"""

from ingest.core.config import Settings
from ingest.core.errors import UserError
from ingest.core.schema import BANDS
from ingest.dedupe import scheme_of
from ingest.pipeline.context import Context, Listener, MapStep, Options, deaf, serially
from ingest.pipeline.index_file import IndexTask
from ingest.pipeline.locking import held
from ingest.store import Change, DataFile


def reindex(settings: Settings, map_step: MapStep = serially, listen: Listener = deaf, wait: bool = True) -> int:
    """Make the index anew and commit it; returns how many documents it holds. Raises UserError where nothing was
    ever committed, StoreBusy with `wait` False when a run holds the store, StoreError."""
    this = Context.begun(settings, map_step, listen, Options(wait=wait))
    store = this.store
    if not store.exists():
        raise UserError(f"{settings.processed}: nothing was ever committed here; run `ingest run` first")
    with held(store, wait, listen):
        store.heal()
        this.recast_if_needed()
        made_anew(this)
    return sum(f.rows for f in store.files(BANDS.name))


def made_anew(this: Context) -> None:
    """Make the index anew and commit it. Call it under the lock."""
    store, stamp = this.store, this.stamp()
    files = [f for table in ("documents", "duplicates") for f in store.files(table) if f.rows]
    work = [IndexTask(store.processed, f, this.settings, stamp) for f in files]
    added: list[DataFile] = [f for made in (this.map_step("index_file", work) if work else ()) for f in made]
    head = store.head()
    assert head is not None  # callers ask only for a store that exists
    change = Change(
        what="reindex",
        run_id=this.run_id,
        driver=this.options.driver,
        started_at=this.started_at,
        raw_root=head.raw_root,
        recipe=this.recipe,
        pipeline_version=stamp.pipeline_version,
        added=tuple(added),
        removed=tuple(f.name for f in store.files(BANDS.name)),
    )
    store.commit(change)
    this.listen("reindexed", documents=sum(f.rows for f in added))


def hold_to_scheme(this: Context) -> None:
    """Make sure that the stored keys can be compared with those this run will make. Call it under the lock.

    One file tells for all: every commit went through here, or made the whole index anew. Raises UserError where the
    settings ask for other keys than the store holds."""
    store = this.store
    rows = {t: sum(f.rows for f in store.files(t)) for t in ("documents", "duplicates", BANDS.name)}
    if rows["documents"] + rows["duplicates"] != rows[BANDS.name]:
        made_anew(this)
        return
    wanted = scheme_of(this.settings.dedupe)
    some = next((f for f in store.files(BANDS.name) if f.rows), None)
    stored = store.extremes(some, "scheme") - {wanted} if some else set()
    if stored:
        raise UserError(
            f"{store.processed}: its index of near duplicates was made as {', '.join(sorted(stored))}, the settings "
            f"in [dedupe] ask for {wanted}; keys of both cannot be compared. Run `ingest reindex` once, or take the "
            "settings back"
        )
