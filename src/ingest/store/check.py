"""Check: is the store what its commits say, and do the ledgers revert?"""

import hashlib
import os
import random
from collections import Counter, defaultdict
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ingest.core.editing import revert
from ingest.core.errors import LedgerError, StoreError
from ingest.core.model import Edit
from ingest.core.schema import TABLES, attached
from ingest.store import view
from ingest.store.commits import Manifest
from ingest.store.datafiles import file_sha256
from ingest.store.store import Store

SEED = 7


def check(store: Store, sample: int = 1000) -> list[str]:
    """What is wrong, in words; empty when all is right. `sample`: how many ledgers are reverted at most."""
    head = store.head()
    if head is None:
        return [f"{store.processed}: nothing was ever committed here"]
    damaged = [*_commits(store), *_files(store, head), *_view(store, head)]
    return damaged or [*_ids(store), *_index(store), *_counts(store), *_ledgers(store, sample)]


def extent(store: Store, sample: int = 1000) -> dict[str, int]:
    """How much `check` looks at: commits, files, rows, and ledgers of texts."""
    head = store.head()
    files = [f for files in head.files.values() for f in files] if head else []
    texts = sum(f.rows for f in files if f.table in ("documents", "duplicates"))
    return {
        "commit": len(store.numbers()),
        "file": len(files),
        "row": sum(f.rows for f in files),
        "ledger": min(sample, texts),
    }


def _commits(store: Store) -> Iterator[str]:
    """Each commit that is kept can be read; of the older ones the files are only looked for."""
    for number in store.numbers()[:-1]:
        try:
            names = store.manifest(number).names()
        except StoreError as e:
            yield str(e)
            continue
        gone = sorted(n for n in names if not os.path.isfile(os.path.join(store.layout.data, n)))
        yield from (f"{name}: is gone; commit {number} names it" for name in gone)


def _files(store: Store, head: Manifest) -> Iterator[str]:
    yield from (
        f"{name}: no such table yet; run `ingest run` once to make it" for name in TABLES if name not in head.files
    )
    for name, files in head.files.items():
        for f in files:
            path = os.path.join(store.layout.data, f.name)
            if not os.path.isfile(path):
                yield f"{f.name}: is gone"
            elif os.path.getsize(path) != f.size_bytes or file_sha256(path) != f.sha256:
                yield f"{f.name}: is not what was committed"
            elif pq.read_metadata(path).num_rows != f.rows:
                yield f"{f.name}: does not hold {f.rows} rows"
            elif not pq.read_schema(path).equals(TABLES[name].schema):
                yield f"{f.name}: has another schema than {name}; run `ingest run` once to recast it"


def _view(store: Store, head: Manifest) -> Iterator[str]:
    folder = os.path.join(store.layout.snapshots, f"{head.number:012d}")
    shown = os.path.realpath(os.path.join(store.processed, "documents"))
    if not view.is_whole(folder, head):
        yield f"snapshot {head.number} is not whole; the next `ingest run` makes it again"
    elif shown != os.path.realpath(os.path.join(folder, "documents")):
        yield f"documents shows {shown}, not commit {head.number}; the next `ingest run` mends it"
    for table, files in head.files.items():
        for f in files:
            link = os.path.join(folder, table, f.name)
            if os.path.isfile(link) and not _same(link, os.path.join(store.layout.data, f.name), f.sha256):
                yield (
                    f"{link}: is not what was committed (it is a copy, no link); remove its snapshot folder {folder}, "
                    "and the next `ingest run` makes it again"
                )


def _same(link: str, data: str, sha256: str) -> bool:
    """A link to the data file; or, where a tool that follows links has copied both, a copy with the same bytes."""
    return (os.path.isfile(data) and os.path.samefile(link, data)) or file_sha256(link) == sha256


def _ids(store: Store) -> Iterator[str]:
    documents = store.read("documents", ["doc_id", "cluster_id", "text_key"])
    duplicates = store.read("duplicates", ["doc_id", "cluster_id", "text_key", "duplicate_of"])
    ids = Counter(documents["doc_id"].to_pylist() + duplicates["doc_id"].to_pylist())
    yield from (f"doc_id {i} stands {n} times" for i, n in ids.items() if n > 1)
    cluster = dict(zip(documents["doc_id"].to_pylist(), documents["cluster_id"].to_pylist(), strict=True))
    for r in duplicates.to_pylist():
        if cluster.get(r["duplicate_of"]) != r["cluster_id"]:
            yield f"duplicate {r['doc_id']} points to {r['duplicate_of']}, which is no document of its cluster"
    keys = Counter(documents["text_key"].to_pylist())
    yield from (f"text_key {k} stands {n} times in documents" for k, n in keys.items() if n > 1)


def _index(store: Store) -> Iterator[str]:
    """The index of near duplicates holds exactly the documents that stand, with their texts' keys."""
    tables = [store.read(t, ["doc_id", "text_key"]) for t in ("documents", "duplicates")]
    stand = {i: k for t in tables for i, k in zip(t["doc_id"].to_pylist(), t["text_key"].to_pylist(), strict=True)}
    bands = store.read("bands", ["doc_id", "text_key"])
    for doc_id, key in zip(bands["doc_id"].to_pylist(), bands["text_key"].to_pylist(), strict=True):
        if stand.pop(doc_id, None) != key:
            yield f"bands holds {doc_id}, which does not stand, or with another text, or twice; run `ingest reindex`"
    yield from (f"bands lacks {doc_id}; run `ingest reindex`" for doc_id in stand)


def _counts(store: Store) -> Iterator[str]:
    found: dict[str, Counter[str]] = {}
    for table in ("documents", "duplicates", "rejects"):
        found[table] = Counter(store.read(table, ["raw_path"])["raw_path"].to_pylist())
    told = store.read("raw_files", ["raw_path", "records", "documents", "duplicates", "rejects", "skipped"]).to_pylist()
    for row in told:
        path = row["raw_path"]
        for table, counts in found.items():
            if counts.pop(path, 0) != row[table]:
                yield f"{path!r}: raw_files says {row[table]} {table}, the table holds another number"
        if row["records"] != row["documents"] + row["duplicates"] + row["rejects"] + row["skipped"]:
            yield f"{path!r}: {row['records']} records do not add up"
    for table, counts in found.items():
        yield from (f"{path!r}: has rows in {table} and none in raw_files" for path in counts)


def _ledgers(store: Store, sample: int) -> Iterator[str]:
    wanted: dict[str, int] = {}
    for table in ("documents", "duplicates"):
        rows = store.read(table, ["doc_id", "edits"])
        wanted.update(zip(rows["doc_id"].to_pylist(), rows["edits"].to_pylist(), strict=True))
    edits = Counter(store.read("edits", ["doc_id"])["doc_id"].to_pylist())
    for doc_id, count in wanted.items():
        if edits.pop(doc_id, 0) != count:
            yield f"document {doc_id} says {count} edits, the ledger holds another number"
    for name in (t.name for t in attached()):
        strange = set(store.read(name, ["doc_id"])["doc_id"].unique().to_pylist()) - set(wanted)
        yield from (f"{name} holds rows of {doc_id}, which does not stand" for doc_id in sorted(strange))
    picked = random.Random(SEED).sample(sorted(wanted), min(sample, len(wanted)))
    yield from _reverted(store, pa.array(picked, pa.string()))


def _reverted(store: Store, picked: pa.Array) -> Iterator[str]:
    among = pc.field("doc_id").isin(picked)
    ledgers: dict[str, list[Edit]] = defaultdict(list)
    for r in store.read("edits", None, among).to_pylist():
        ledgers[r["doc_id"]].append(
            Edit(r["seq"], r["stage"], r["rule"], r["start"], r["end"], r["before"], r["after"])
        )
    for table in ("documents", "duplicates"):
        for r in store.read(table, ["doc_id", "text", "extracted_sha256"], among).to_pylist():
            ledger = sorted(ledgers[r["doc_id"]], key=lambda e: e.seq)
            try:
                back = hashlib.sha256(revert(r["text"], ledger).encode()).hexdigest()
            except LedgerError as e:
                yield f"document {r['doc_id']}: {e}"
                continue
            if back != r["extracted_sha256"]:
                yield f"document {r['doc_id']}: reverting its ledger does not give the extracted text"
