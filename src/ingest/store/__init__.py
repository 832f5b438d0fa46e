"""The store: plain Parquet that any tool reads, committed atomically. See docs/road.md for its folders.

Rule 1: data files are immutable and named once; a commit is one manifest that names them all.
Rule 2: the commit point is the exclusive creation of `log/N.json`; what comes after can be done again.
Rule 3: readers see hard links in a snapshot folder behind one symlink; nothing unfinished ever stands there.
"""

from ingest.store.commits import Change, Manifest
from ingest.store.datafiles import DataFile, read_files, write_table
from ingest.store.layout import Layout, storing
from ingest.store.store import Store, pick_small

__all__ = ["Change", "DataFile", "Layout", "Manifest", "Store", "pick_small", "read_files", "storing", "write_table"]
