"""Discount: paragraphs that a source repeats in many documents, found in the store, for comparing texts without them.

Only what stands in documents counts, not duplicates nor what is about to be committed: an article that a source sends
again and again is no footer.
"""

import os
from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from ingest.core.joins import joining, listed
from ingest.store import Store

FILE = ".discounted.npy"
REPEATED = """
with mine as (
  select unnest(paragraphs) as paragraph from told
  union select unnest(paragraphs) from read_parquet({bands}) where text_key in (select text_key from texts)),
said as (
  select distinct coalesce(d.source, '?') as source, d.doc_id, b.paragraph
  from (select doc_id, unnest(paragraphs) as paragraph from read_parquet({bands})) b
  join read_parquet({documents}) d using (doc_id) where b.paragraph in (select paragraph from mine))
select distinct paragraph from (select paragraph from said group by source, paragraph having count(*) >= {least})
order by paragraph
"""


def write(store: Store, told: pa.Table, texts: Iterable[str], least: int, memory_mb: int) -> str | None:
    """Write down which paragraphs of the new texts and of the stored ones of `texts` (text_keys) are repeated in at
    least `least` documents of a source; returns the file's path, None where there are none. `told`: rows of the table
    bands of the new texts."""
    if store.head() is None:
        return None
    files = {t: listed(map(store.data_path, store.files(t))) for t in ("bands", "documents")}
    with joining(memory_mb, store.spill) as base:
        base.register("told", told.select(["paragraphs"]))
        base.register("texts", pa.table({"text_key": pa.array(sorted(texts), pa.string())}))
        found = base.sql(REPEATED.format(**files, least=least)).to_arrow_table()["paragraph"].to_numpy()
    if not len(found):
        return None
    path = os.path.join(store.staging, FILE)
    np.save(path, found)
    return path


def read(path: str) -> frozenset[int]:
    """What `write` wrote down."""
    return frozenset(np.load(path).tolist())
