"""The order of the stages: one tuple. Nothing else in the house knows it."""

import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from ingest.clean import Clean
from ingest.core.config import Settings
from ingest.core.errors import AccountingError, StoreError
from ingest.core.model import Document, RawRecord, RecordKey, Reject
from ingest.enrich import Enrich
from ingest.extract import Extract
from ingest.identify import Identify
from ingest.repair import Repair

STAGES: tuple[tuple[str, Callable[[Settings], Callable[[Any], Any]]], ...] = (
    ("extract", Extract),
    ("clean", lambda settings: Clean(settings.clean)),
    ("identify", lambda settings: Identify(settings.identify)),
    ("repair", lambda settings: Repair(replace(settings.repair, glossary=settings.glossaries))),
    ("enrich", Enrich),
)

Stages = tuple[tuple[str, Callable[[Any], Any]], ...]


FIRST = (
    ("text/plain", "The first text of all wakes the models, so that no record pays for it."),
    (
        "text/html",
        "<html><body><article><h1>First</h1><p>The first page of all wakes the rest.</p></article></body></html>",
    ),
)
_awake: set[str] = set()


def prepare(settings: Settings) -> Stages:
    """The stages, ready to call. Once in a process, a text and a page of our own go down the road first: models,
    lexicons and libraries are loaded then, not at the cost of the first record, whose CPU time is limited. What applies
    the answers of a model stands behind the rules it leans on, and sees none of our own texts. Raises StoreError where a
    model cannot be loaded for want of room."""
    stages = [(name, make(settings)) for name, make in STAGES]
    if settings.identify.detector not in _awake:
        _wake(stages)
        _awake.add(settings.identify.detector)
    if settings.repair.model_url:
        stages.insert([name for name, _ in stages].index("repair") + 1, ("model", _post_editor(settings)))
    return tuple(stages)


def _wake(stages: Iterable[tuple[str, Callable[[Any], Any]]]) -> None:
    """Take our own text and page down the road. Raises StoreError where a model cannot be unpacked."""
    try:
        for media_type, body in FIRST:
            item: Any = RawRecord("", RecordKey(), body, media_type)
            for _, stage in stages:
                item = stage(item) if not isinstance(item, Reject) and item is not None else item
    except OSError as e:
        folder = tempfile.gettempdir()
        raise StoreError(f"the models cannot be loaded: {e}; is there room in {folder}? (TMPDIR names another)") from e


def _post_editor(settings: Settings) -> Callable[[Any], Any]:
    from ingest.repair.postedit import PostEdit

    return PostEdit(settings.repair, *model_folders(settings))


def model_folders(settings: Settings) -> tuple[str, str]:
    """Where the answers of a model are kept, and where the notes of what it shall be asked lie while a run is at work."""
    store = os.path.join(settings.processed, ".store")
    return os.path.join(store, "model"), os.path.join(store, "staging", "wanted")


def process(record: RawRecord, stages: Stages, spent: Counter[str] | None = None) -> Document | Reject:
    """Take one record down the road; `spent` is told the seconds of each stage. Raises AccountingError when a stage
    drops it, or hands on another's."""
    item: RawRecord | Document = record
    for name, stage in stages:
        begun = time.perf_counter()
        given = stage(item)
        if spent is not None:
            spent[name] += time.perf_counter() - begun  # type: ignore[assignment]  # a Counter may count in seconds
        if not isinstance(given, Document | Reject):
            raise AccountingError(f"{record.path}: stage {name!r} returned {given!r}: a record must not vanish")
        if (given.path, given.key) != (record.path, record.key):
            raise AccountingError(f"{record.path}: stage {name!r} was given {record.key} and returned {given.key}")
        if isinstance(given, Reject):
            return given
        item = given
    assert isinstance(item, Document)  # STAGES is not empty
    return item
