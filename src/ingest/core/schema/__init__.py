"""The columns of every table: name, Arrow type, description, unit, what null means, where the value comes from.

Written down once, here, one module for each stage: the Parquet files, docs/dataset.md and the content hash follow.
Types are those that pandas, Polars, DuckDB, Spark and Hugging Face datasets all read alike. A `look` column tells of
the run or of the look at raw/, not of the content; the content hash leaves it out.

| kind      | tables                | what a commit does with their rows                                                   |
| --------- | --------------------- | ------------------------------------------------------------------------------------ |
| documents | documents, duplicates | decided: which of equal ones stands, which ids they have                             |
| attached  | edits, facts, bands   | rows of one document; they come and go with it (a function in `pipeline/rows.py`)    |
| rejects   | rejects               | rows of one raw file                                                                 |
| merges    | cluster_merges        | rows are only ever added, by the driver                                              |
| state     | raw_files, runs       | kept by the store itself                                                             |
"""

from collections.abc import Iterable

from ingest.core.schema import enrich
from ingest.core.schema.column import TEXT, TIME, Column, Table
from ingest.core.schema.dedupe import BANDS, CLUSTER_MERGES
from ingest.core.schema.documents import DOCUMENTS, DUPLICATES
from ingest.core.schema.enrich import FACTS
from ingest.core.schema.ledger import EDITS, REJECTS
from ingest.core.schema.state import RAW_FILES, RUNS

__all__ = [
    "BANDS",
    "CLUSTER_MERGES",
    "DOCUMENTS",
    "DUPLICATES",
    "EDITS",
    "FACTS",
    "RAW_FILES",
    "REJECTS",
    "RUNS",
    "TABLES",
    "TEXT",
    "TIME",
    "Column",
    "Table",
    "attached",
    "fact_fields",
    "written",
]

TABLES: dict[str, Table] = {
    t.name: t for t in (DOCUMENTS, DUPLICATES, EDITS, FACTS, REJECTS, BANDS, CLUSTER_MERGES, RAW_FILES, RUNS)
}


def attached() -> list[Table]:
    """The tables whose rows belong to one document each; they have the columns doc_id and raw_path."""
    return [t for t in TABLES.values() if t.kind == "attached"]


def written() -> list[str]:
    """The names of the tables whose rows the pipeline writes: all but the state, which the store keeps itself."""
    return [t.name for t in TABLES.values() if t.kind != "state"]


def fact_fields() -> Iterable[str]:
    """The columns of documents that an enricher's fact fills."""
    return [c.name for c in enrich.COLUMNS]
