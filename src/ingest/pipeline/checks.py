"""What must hold before work begins: folders, glossaries and the model's address, the raw folder of last time, room."""

import os
import re

from ingest.core.config import MB, Settings
from ingest.core.errors import StoreError, UserError
from ingest.core.paths import to_bytes
from ingest.pipeline.committing import raw_root
from ingest.pipeline.context import Context
from ingest.pipeline.plan import Group
from ingest.repair.glossary import checked, language_of, user_files

SPARE_BYTES = 8 * MB  # a commit's manifest, state files and dataset card


def check_settings(settings: Settings) -> None:
    """Raises UserError where raw/ is missing, one of raw/ and processed/ lies in the other, or a glossary or the model's
    address is no such thing."""
    raw, processed = os.path.realpath(settings.raw), os.path.realpath(settings.processed)
    if raw == processed or processed.startswith(raw + os.sep) or raw.startswith(processed + os.sep):
        raise UserError(f"raw {raw} and processed {processed} must not lie in one another")
    try:
        processed.encode()
    except UnicodeEncodeError:
        raise UserError(
            f"{processed}: Parquet's tools want a path that is UTF-8; name another folder with --processed"
        ) from None
    check_glossaries(settings)
    url, name = settings.repair.model_url, settings.repair.model_name
    if url and not (re.match(r"https?://[^/\s]", url) and name):
        raise UserError(f"repair.model_url: expected http(s)://… and a repair.model_name, found {url!r} and {name!r}")
    if os.path.isfile(raw):
        raise UserError(f"{settings.raw}: this is a file; name the folder it lies in with --raw")
    if not os.path.isdir(raw):
        raise UserError(f"{settings.raw}: there is no such folder to read from; create it, or name another with --raw")


def check_glossaries(settings: Settings) -> None:
    """Raises UserError where a glossary that the settings name is none, or is missing."""
    for file in user_files(settings.glossaries):
        language_of(file)
        checked(file)


def refuse_other_root(this: Context) -> None:
    """Raises UserError where the store was made from another raw folder, unless told that it has moved."""
    head = this.store.head()
    if head and head.raw_root and head.raw_root != raw_root(this.settings) and not this.options.raw_moved:
        before = os.path.normpath(os.path.join(this.settings.processed, os.fsdecode(to_bytes(head.raw_root))))
        raise UserError(
            f"{this.settings.processed} was made from {before}, not from {this.settings.raw}; two raw folders are never "
            "mixed in one dataset. If the folder itself has moved, say --raw-moved; else name another --processed"
        )


def check_room(this: Context, group: Group) -> None:
    """Raises StoreError where the disk has no room for what a group may become."""
    free, need = this.store.free_bytes(), group.size_bytes + SPARE_BYTES
    if free < need:
        raise StoreError(
            f"{this.settings.processed}: about {need / MB:.0f} MB are needed for the next {len(group.arrivals)} files, "
            f"{free / MB:.0f} MB are free; nothing of them was written, what is committed stands"
        )
