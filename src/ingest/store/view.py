"""The view: hard links to the files of one commit behind one symlink. Made again at every start, so it heals."""

import os
import re
import shutil

from ingest.core.errors import UserError
from ingest.core.schema import TABLES
from ingest.store.card import MADE_BY, card
from ingest.store.commits import Manifest
from ingest.store.layout import Layout, fsync, storing, swap_symlink

CARD = "README.md"
OURS = re.compile(r"\w+-[0-9a-f]{32}\.parquet")  # how data files are named


def refuse_foreign(layout: Layout, committed: bool) -> None:
    """Raise UserError where something stands in the place of our links that is not ours to remove: before the first
    commit anything; later what is no copy of our tables or card (tools that follow links make such copies)."""
    for entry in (*TABLES, CARD):
        path = os.path.join(layout.processed, entry)
        ours = not os.path.lexists(path) or _is_our_link(path, entry) or (committed and _is_copy(path, entry))
        if not ours:
            raise UserError(
                f"{path}: stands in the place of {'our dataset card' if entry == CARD else f'the table {entry}'} and was "
                "not made by this pipeline; move it away, or name another folder with --processed"
            )


def _is_our_link(path: str, entry: str) -> bool:
    return os.path.islink(path) and os.readlink(path) == _target(entry)


def _target(entry: str) -> str:
    return os.path.join(".store", "current", entry)


def _is_copy(path: str, entry: str) -> bool:
    if os.path.islink(path):
        return True
    if entry == CARD:
        with open(path, encoding="utf-8", errors="replace") as f:
            return MADE_BY in f.read()
    return os.path.isdir(path) and all(OURS.fullmatch(name) for name in os.listdir(path))


def publish(layout: Layout, manifest: Manifest, wait_for_disk: bool) -> list[str]:
    """Make the view show `manifest`; say in words what had to be done. Does nothing when all is right."""
    done: list[str] = []
    with storing("publishing", layout.processed):
        name = f"{manifest.number:012d}"
        folder, wanted = os.path.join(layout.snapshots, name), os.path.join("snap", name)
        if not is_whole(folder, manifest):
            _make(layout, manifest, folder, wait_for_disk)
            done.append(f"snapshot {manifest.number} was made")
        if not os.path.islink(layout.current) or os.readlink(layout.current) != wanted:
            _clear(layout.current)
            swap_symlink(wanted, layout.current)
            fsync(layout.root, wait_for_disk)
            done.append(f"the view was pointed at commit {manifest.number}")
        for entry in (*TABLES, CARD):
            path = os.path.join(layout.processed, entry)
            if not _is_our_link(path, entry):
                _clear(path)
                swap_symlink(_target(entry), path)
                done.append(f"the link {entry} was made")
    return done


def is_whole(folder: str, manifest: Manifest) -> bool:
    """Whether a snapshot folder holds exactly the files of its commit, each of its full size."""
    if not os.path.isfile(os.path.join(folder, CARD)):
        return False
    for table, files in manifest.files.items():
        try:
            with os.scandir(os.path.join(folder, table)) as entries:
                here = {e.name: e.stat().st_size for e in entries}
        except OSError:
            return False
        if here != {f.name: f.size_bytes for f in files}:
            return False
    return True


def _make(layout: Layout, manifest: Manifest, folder: str, wait_for_disk: bool) -> None:
    temporary = os.path.join(layout.temporary, f"snap-{manifest.number:012d}")
    for path in (temporary, folder):
        if os.path.lexists(path):
            shutil.rmtree(path)
    for table, files in manifest.files.items():
        os.makedirs(os.path.join(temporary, table))
        for f in files:
            link_or_symlink_into(layout, f.name, os.path.join(temporary, table, f.name), os.path.join(folder, table))
    with open(os.path.join(temporary, CARD), "w", encoding="utf-8") as out:
        out.write(card(manifest))
    os.rename(temporary, folder)
    fsync(layout.snapshots, wait_for_disk)


def link_or_symlink_into(layout: Layout, name: str, path: str, final: str) -> None:
    """Link a data file into a snapshot that is being made and will be renamed to `final`'s parent."""
    source = os.path.join(layout.data, name)
    try:
        os.link(source, path)
    except FileNotFoundError:
        raise
    except OSError:
        os.symlink(os.path.relpath(source, final), path)


def _clear(path: str) -> None:
    """Remove what a tool put where a link of ours must be: its copy of a file or folder. A link is left: it is swapped
    in one step, so that there is never a moment without a view."""
    if os.path.islink(path):
        return
    if os.path.isfile(path):
        os.unlink(path)
    elif os.path.isdir(path):
        shutil.rmtree(path)
