"""Spots: where the texts to compare are, in shards and data files, and which cluster the stored ones belong to."""

import os
from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from ingest.core.joins import joining, listed
from ingest.dedupe import Member
from ingest.store import Store

HOMES = """
select text_key, cluster_id, text_chars, filename, file_row_number from read_parquet({files}, filename = true, file_row_number = true)
where text_key in (select text_key from texts) order by text_key, filename, file_row_number
"""


@dataclass(frozen=True, slots=True)
class Spot:
    """Row `index` of the shard or data file `place`, with a text of so many characters."""

    place: str
    index: int
    chars: int

    @property
    def staged(self) -> bool:
        """Whether it is a row of a shard."""
        return not self.place.endswith(".parquet")


def spot(member: Member) -> Spot:
    """Where a member's text is."""
    return Spot(member.place, member.index, member.chars)


def stored(store: Store, texts: Iterable[str], memory_mb: int) -> tuple[dict[str, Spot], dict[str, str]]:
    """For those of `texts` (text_keys) that stand: where, and the cluster_id."""
    asked = sorted(texts)
    if store.head() is None or not asked:
        return {}, {}
    files = listed(store.data_path(f) for table in ("documents", "duplicates") for f in store.files(table))
    with joining(memory_mb, store.spill) as base:
        base.register("texts", pa.table({"text_key": pa.array(asked, pa.string())}))
        rows = base.sql(HOMES.format(files=files)).to_arrow_table().to_pylist()
    spots = {r["text_key"]: Spot(os.path.basename(r["filename"]), r["file_row_number"], r["text_chars"]) for r in rows}
    return spots, {r["text_key"]: r["cluster_id"] for r in rows}
