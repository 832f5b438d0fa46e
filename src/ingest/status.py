"""Status: what the store holds, how much of it is stale, and what waits."""

import os
from typing import Any

from ingest.core.config import Settings
from ingest.core.recipe import recipe
from ingest.core.schema import TABLES
from ingest.pipeline import check_glossaries
from ingest.pipeline.ledger import stale
from ingest.store import Store


def status(store: Store, settings: Settings) -> dict[str, Any]:
    """Numbers by name. `stale_rows` were made by another recipe, `stale_rejects` are the rejects among them, and
    `stale_rows_file_gone` are others, of vanished files, that cannot be made anew.
    Raises UserError for a glossary that is none: without it the recipe is not known."""
    check_glossaries(settings)
    head = store.head()
    assert head is not None  # callers ask only for a store that exists
    now = recipe(settings)
    columns = ["state", "recipe", "retry", "documents", "duplicates", "rejects"]
    files = store.read("raw_files", columns).to_pylist()
    old = stale(files, now)
    out: dict[str, Any] = {
        "commit": head.number,
        "committed_at": head.created_at,
        "raw_folder": os.path.normpath(os.path.join(store.processed, head.raw_root)),
    }
    out |= {name: sum(f.rows for f in store.files(name)) for name in TABLES}
    out["raw_files_vanished"] = sum(f["state"] == "vanished" for f in files)
    out["raw_files_to_try_again"] = sum(f["retry"] for f in files)
    out["stale_rows"], out["stale_rejects"], out["stale_rows_file_gone"] = old.rows, old.rejects, old.gone
    out["recipe_now"] = now
    out["snapshots_kept"] = len(store.numbers())
    out["data_bytes"] = sum(e.stat().st_size for e in os.scandir(store.layout.data))
    return out
