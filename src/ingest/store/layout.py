"""Where things lie under processed/, and the few file system moves a commit is made of."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ingest.core.errors import StoreError, UserError


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of one store."""

    processed: str

    @property
    def root(self) -> str:
        """.store, where all is kept."""
        return os.path.join(self.processed, ".store")

    @property
    def log(self) -> str:
        """The commits, one JSON file each."""
        return os.path.join(self.root, "log")

    @property
    def data(self) -> str:
        """Immutable data files."""
        return os.path.join(self.root, "data")

    @property
    def temporary(self) -> str:
        """What is being written; never read."""
        return os.path.join(self.root, "tmp")

    @property
    def snapshots(self) -> str:
        """What readers see: a folder of links for each commit that is kept."""
        return os.path.join(self.root, "snap")

    @property
    def staging(self) -> str:
        """Staged shards."""
        return os.path.join(self.root, "staging")

    @property
    def current(self) -> str:
        """The symlink to the newest snapshot."""
        return os.path.join(self.root, "current")

    @property
    def lock(self) -> str:
        """The file whose lock a run holds."""
        return os.path.join(self.root, "lock")

    def create(self) -> None:
        """Make the folders that are missing. Raises UserError where processed/ cannot be written."""
        try:
            for folder in (self.log, self.data, self.temporary, self.snapshots):
                os.makedirs(folder, exist_ok=True)
        except OSError as e:
            raise UserError(
                f"{self.processed}: cannot be written: {e.strerror}; name another folder with --processed"
            ) from e
        if not os.access(self.data, os.W_OK):
            raise UserError(f"{self.processed}: no permission to write; name another folder with --processed")


def fsync(path: str, wanted: bool = True) -> None:
    """Wait until the disk has a file, or a folder's entries."""
    if wanted:
        fd = os.open(path, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


@contextmanager
def storing(what: str, processed: str) -> Iterator[None]:
    """Turn an OSError into a StoreError that says what was being done and what room there is."""
    try:
        yield
    except OSError as e:
        try:
            room = f"; {shutil.disk_usage(processed).free / 1e6:.0f} MB are free there"
        except OSError:
            room = ""
        raise StoreError(f"{processed}: {what} failed: {e.strerror or e}{room}; what is committed stands") from e


def swap_symlink(points_at: str, path: str) -> None:
    """Make `path` a symlink to `points_at`, in one step."""
    new = f"{path}.new"
    if os.path.lexists(new):
        os.unlink(new)
    os.symlink(points_at, new)
    os.rename(new, path)
