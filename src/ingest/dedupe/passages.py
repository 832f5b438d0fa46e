"""Passages: pairs of texts that share whole paragraphs, of which one may hold the other.

Band keys find texts that are alike; an excerpt is like little of its article. A paragraph that an excerpt took over
word for word leads to it, however long the rest is.

Rule 1: only pairs of which a text is new, and that share three in ten of the paragraphs of the one that has fewer.
Rule 2: a paragraph that stands in more than MOST_TEXTS texts is a footer, and leads nowhere.
Rule 3: such pairs say what holds what and never connect a cluster, which would otherwise depend on rule 2.
"""

import pyarrow as pa

from ingest.core.joins import joining
from ingest.dedupe.sharing import Index

MOST_TEXTS = 50  # with the copies of an article; their pairs are compared, and there are at most 1,225 of a paragraph
SHARED_LEAST = 0.3  # of the paragraphs of the text that has fewer: one whole between two that are cut
STORED = """
select unnest(paragraphs) as paragraph, text_key, len(paragraphs) as count, false as fresh from read_parquet($files)
where not (raw_path in (select raw_path from gone) and text_key not in (select text_key from staying)) union all
"""
PASSAGES = """
with said as (
  {stored} select unnest(paragraphs) as paragraph, text_key, len(paragraphs) as count, true as fresh from told),
every as (
  select paragraph, text_key, min(count) as count, bool_or(fresh) as fresh from said
  where paragraph in (select unnest(paragraphs) from told) group by paragraph, text_key),
led as (select paragraph from every group by paragraph having count(*) between 2 and {most}),
passages as (select * from every where paragraph in (select paragraph from led))
select a.text_key as a, b.text_key as b
from passages a join passages b on a.paragraph = b.paragraph and a.text_key < b.text_key
where a.fresh or b.fresh group by a.text_key, b.text_key
having count(*) >= {least} * min(least(a.count, b.count)) order by all
"""


def sharing_passages(bands: pa.Table, index: Index, memory_mb: int, spill: str) -> list[tuple[str, str]]:
    """Pairs of text_keys, in order. `bands`: rows of the table bands (text_key, paragraphs) of the new texts. DuckDB uses
    at most `memory_mb`; what needs more goes to the folder `spill`."""
    with joining(memory_mb, spill) as base:
        base.register("told", bands.select(["text_key", "paragraphs"]))
        base.register("gone", pa.table({"raw_path": pa.array(sorted(index.gone), pa.string())}))
        base.register("staying", pa.table({"text_key": pa.array(sorted(index.staying), pa.string())}))
        query = PASSAGES.format(stored=STORED if index.files else "", most=MOST_TEXTS, least=SHARED_LEAST)
        asked = {"files": list(index.files)} if index.files else None
        rows = base.sql(query, params=asked).to_arrow_table()
    return list(zip(rows["a"].to_pylist(), rows["b"].to_pylist(), strict=True))
