"""Commits: one manifest that lists the files of all tables, published by exclusive creation."""

import json
import os
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

import pyarrow as pa

from ingest.core.errors import StoreError, UserError
from ingest.store.datafiles import DataFile
from ingest.store.layout import Layout, fsync, storing

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Change:
    """What one commit does. `added` and `removed` are data files of any table but the state;
    `raw_files` rows replace those of the same path; rows of the paths in `forget` go. `counts` is for the table runs."""

    what: str
    run_id: str
    driver: str
    started_at: datetime
    raw_root: str
    recipe: str
    pipeline_version: str
    added: tuple[DataFile, ...] = ()
    removed: tuple[str, ...] = ()
    raw_files: pa.Table | None = None
    forget: frozenset[str] = frozenset()
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manifest:
    """One commit: every file of every table, and what changed. `raw_root` is relative to processed/."""

    number: int
    created_at: str
    what: str
    run_id: str
    raw_root: str
    recipe: str
    pipeline_version: str
    schemas: Mapping[str, str]
    files: Mapping[str, tuple[DataFile, ...]]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    def names(self) -> set[str]:
        """The names of all its data files."""
        return {f.name for files in self.files.values() for f in files}


class Log:
    """The commits of a store."""

    def __init__(self, layout: Layout, wait_for_disk: bool) -> None:
        self.layout, self.wait_for_disk = layout, wait_for_disk
        self._read: dict[int, Manifest] = {}

    def numbers(self) -> list[int]:
        """The numbers of the commits that are kept, ascending. Raises UserError where we may not look."""
        try:
            names = os.listdir(self.layout.log)
        except (FileNotFoundError, NotADirectoryError):
            return []
        except PermissionError as e:
            raise UserError(f"{self.layout.processed}: cannot be read: {e.strerror}") from e
        return sorted(int(n[:-5]) for n in names if n.endswith(".json") and n[:-5].isdigit())

    def head(self) -> Manifest | None:
        """The newest commit, or None."""
        numbers = self.numbers()
        return self.manifest(numbers[-1]) if numbers else None

    def path(self, number: int) -> str:
        """Where a commit's manifest lies."""
        return os.path.join(self.layout.log, f"{number:012d}.json")

    def manifest(self, number: int) -> Manifest:
        """One commit. Raises StoreError when it cannot be read or is of a format we do not know."""
        if number not in self._read:
            with (
                storing(f"reading commit {number}", self.layout.processed),
                open(self.path(number), encoding="utf-8") as f,
            ):
                text = f.read()
            try:
                told = json.loads(text)
                if told.pop("format") != FORMAT:
                    raise StoreError(f"{self.path(number)}: made by a newer version of this package; update it")
                files = {t: tuple(DataFile(**d) for d in ds) for t, ds in told.pop("files").items()}
                added, removed = tuple(told.pop("added")), tuple(told.pop("removed"))
                self._read[number] = Manifest(files=files, added=added, removed=removed, **told)
            except (ValueError, KeyError, TypeError) as e:
                raise StoreError(f"{self.path(number)}: not a commit: {e}; restore it from a copy") from e
        return self._read[number]

    def publish(self, manifest: Manifest) -> None:
        """The commit point. Raises StoreError when another writer took the number."""
        layout = self.layout
        temporary = os.path.join(layout.temporary, f"commit-{uuid.uuid4().hex}.json")
        with storing("writing a commit", layout.processed):
            fsync(layout.data, self.wait_for_disk)
            with open(temporary, "w", encoding="utf-8") as f:
                json.dump({"format": FORMAT, **asdict(manifest)}, f, ensure_ascii=False)
                f.flush()
                os.fsync(f.fileno())
            try:
                os.link(temporary, self.path(manifest.number))
            except FileExistsError:
                raise StoreError(
                    f"{layout.processed}: another writer made commit {manifest.number}; run again"
                ) from None
            except OSError:  # a disk without hard links: exclusive creation of the file itself
                self._create(temporary, manifest.number)
            finally:
                os.unlink(temporary)
            fsync(layout.log, self.wait_for_disk)

    def _create(self, temporary: str, number: int) -> None:
        if os.path.exists(self.path(number)):
            raise StoreError(f"{self.layout.processed}: another writer made commit {number}; run again")
        with open(temporary, "rb") as source:
            content = source.read()
        whole = f"{temporary}.whole"
        with open(whole, "wb") as f:
            f.write(content)
            f.flush()
            os.fsync(f.fileno())
        os.rename(whole, self.path(number))
