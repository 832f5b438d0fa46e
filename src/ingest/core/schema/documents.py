"""The tables documents and duplicates, put together from the columns of each stage."""

import pyarrow as pa

from ingest.core.schema import clean, dedupe, enrich, extract, identify, repair
from ingest.core.schema.column import TEXT, Column, Table
from ingest.core.schema.shared import (
    DOC_ID,
    INGESTED,
    INT32,
    INT64,
    MEMBER,
    OFFSET,
    RAW_PATH,
    RECORD_ID,
    STAMPS,
    STR,
    UPDATED,
)

COLUMNS = (
    DOC_ID,
    RAW_PATH,
    RECORD_ID,
    OFFSET,
    MEMBER,
    Column("record_occurrence", INT32, "0, or how many records of the file before this one have the same key.", "read"),
    Column("text", TEXT, "The article.", "extract, clean, repair"),
    Column("text_chars", INT64, "Length of text.", "pipeline", unit="code points"),
    Column("text_words", INT64, "Runs of letters and digits in text.", "pipeline", unit="words"),
    *enrich.COLUMNS,
    *clean.COLUMNS,
    *identify.COLUMNS,
    *repair.COLUMNS,
    Column("edits", INT32, "Edits in the ledger.", "pipeline", unit="edits"),
    Column(
        "flags",
        pa.list_(STR),
        "Things pointed at and left alone, as stage:rule, alphabetical.",
        "clean, identify, repair, enrich, dedupe",
    ),
    *extract.COLUMNS,
    *dedupe.COLUMNS,
    Column(
        "extra",
        TEXT,
        "Fields of the record or sidecar that have no column, as a JSON object.",
        "read",
        "there are none",
    ),
    INGESTED,
    UPDATED,
    *STAMPS,
)
SORT = ("language", "published_date", "doc_id")
DOCUMENTS = Table("documents", "One row for each distinct article.", COLUMNS, SORT, ("doc_id",), "documents")
DUPLICATES = Table(
    "duplicates",
    "Articles that another document already holds; the columns of documents and three more.",
    (*COLUMNS, *dedupe.DUPLICATE_COLUMNS),
    SORT,
    ("doc_id",),
    "documents",
)
