"""The face: what a notebook user calls. Each function is one call into the house."""

import os
from dataclasses import dataclass, fields, replace

import pyarrow as pa

from ingest import pipeline
from ingest.clean import Clean
from ingest.core.config import Repair as RepairSettings
from ingest.core.config import Settings
from ingest.core.config import load as load_settings
from ingest.core.errors import UserError
from ingest.core.model import Decoding, Document, Edit, Language, RecordKey, Reject
from ingest.core.options.value import checked, nearest
from ingest.core.schema import TABLES
from ingest.identify import identify
from ingest.metrics import Meter
from ingest.repair import Repair
from ingest.report import Report
from ingest.workers import Pool


@dataclass(frozen=True, slots=True)
class Worked:
    """A text after a stage: the text, the ledger that leads to it, and what was only pointed at."""

    text: str
    edits: tuple[Edit, ...]
    flags: tuple[str, ...]


def run(
    raw: str | os.PathLike[str] | None = None,
    processed: str | os.PathLike[str] | None = None,
    *,
    config: str | os.PathLike[str] | None = None,
    options: pipeline.Options | None = None,
    listen: pipeline.Listener = pipeline.deaf,
    **settings: object,
) -> Report:
    """Take in what is new or changed under `raw` and commit it to `processed`; what `ingest run` does.

    `config` is an ingest.toml (default: the one in the working folder, if any); further keywords are settings as
    `section__key=value` (`repair__level="full"`). Raises ingest.core.errors: UserError for settings and paths,
    StoreBusy, StoreError, and AccountingError when our own accounts do not add up.
    """
    overrides = {name.replace("__", "."): value for name, value in settings.items()}
    for key, value in (("paths.raw", raw), ("paths.processed", processed)):
        overrides[key] = os.path.abspath(value) if value is not None else None
    return run_local(load_settings(config, overrides=overrides), options or pipeline.Options(), listen)


def run_local(settings: Settings, options: pipeline.Options, listen: pipeline.Listener) -> Report:
    """The pipeline over the local worker pool."""
    with Pool(settings.run.workers) as pool, Meter(settings, options.driver, listen) as meter:
        return pipeline.run(settings, pool.map, meter, options)


def path(processed: str | os.PathLike[str], table: str = "documents") -> str:
    """The folder of a table's Parquet files as of now, resolved: its content never changes, whatever is committed
    meanwhile (it is removed store.keep_hours after the next commit). Raises UserError for an unknown table."""
    if table not in TABLES:
        raise UserError(f"there is no table {table!r}; there are: {', '.join(TABLES)}")
    folder = os.path.realpath(os.path.join(processed, table))
    if not os.path.isdir(folder):
        raise UserError(f"{os.fspath(processed)}: nothing was ever committed here as {table}; run `ingest run` first")
    return folder


def load(processed: str | os.PathLike[str], table: str = "documents", columns: list[str] | None = None) -> pa.Table:
    """A table as Arrow, all of one commit; `columns` None: all. Raises UserError as `path` does, and for
    a column that the table has not."""
    import pyarrow.parquet as pq

    folder = path(processed, table)
    if isinstance(columns, str):
        raise UserError(f"columns: expected a list of names, found the string {columns!r}")
    known = TABLES[table].schema.names
    for name in columns or ():
        if name not in known:
            raise UserError(f"table {table!r} has no column {name!r}{nearest(str(name), known)}")
    return pq.read_table(folder, columns=columns, partitioning=None)


def clean_text(text: str, level: str = "full") -> Worked:
    """Clean one text as the pipeline would. `flags` are those of the column `clean_flags` (wrapped, page-dump, code …); a
    text of nothing but debris gives "" and the flag `clean:empty`."""
    given = _document(_text(text, "clean_text"))
    settings = load_settings(environment={}, overrides={"clean.level": level})
    cleaned = Clean(settings.clean)(given)
    if isinstance(cleaned, Reject):
        return Worked("", (Edit(0, "clean", "empty", 0, len(text), text, ""),) if text else (), ("clean:empty",))
    flags = next(tuple(f.value) for f in cleaned.facts if f.field == "clean_flags")
    return Worked(cleaned.text, cleaned.edits, flags)


def repair_text(text: str, language: str | None = None, level: str = "safe") -> Worked:
    """Repair one text as the pipeline would. `language` None: it is identified first. Raises UserError for a level that
    is none."""
    given, settings = _document(_text(text, "repair_text")), load_settings(environment={})
    tag = Language(language, 1.0) if language else identify(text, settings.identify)
    known = next(f for f in fields(RepairSettings) if f.name == "level")
    chosen = replace(RepairSettings(), level=checked(level, known, "repair_text: level"))
    return _worked(Repair(chosen)(replace(given, language=tag)))


def identify_language(text: str) -> Language:
    """The language of one text: `tag` (BCP-47, or und), `confidence` 0..1, `shares` of each language."""
    return identify(_text(text, "identify_language"), load_settings(environment={}).identify)


def _text(text: object, function: str) -> str:
    """`text`, if it is one. Raises TypeError."""
    if not isinstance(text, str):
        raise TypeError(f"{function}: expected the text as a str, found {type(text).__name__}")
    return text


def _document(text: str) -> Document:
    return Document("", RecordKey(), text, "text/plain", Decoding("utf-8", "caller"), "")


def _worked(document: Document) -> Worked:
    return Worked(document.text, document.edits, document.flags)
