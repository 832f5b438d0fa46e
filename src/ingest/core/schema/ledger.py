"""The tables edits and rejects: what was changed, and what gave no document."""

import pyarrow as pa

from ingest.core.schema.column import TEXT, Column, Table
from ingest.core.schema.shared import (
    DOC_ID,
    FLOAT,
    INGESTED,
    INT32,
    INT64,
    MEMBER,
    OFFSET,
    RAW_PATH,
    RECORD_ID,
    STAMPS,
    STR,
)

EDITS = Table(
    "edits",
    "The ledger: every change of every text, in documents and duplicates alike.",
    (
        DOC_ID,
        RAW_PATH,
        Column("seq", INT32, "Place in the document's ledger, from 0.", "pipeline"),
        Column("stage", STR, "Stage that made the edit.", "pipeline", low=True),
        Column("rule", STR, "Rule that pointed at it.", "pipeline", low=True),
        Column(
            "start", INT64, "Start in the text as it stood when the edit was applied.", "pipeline", unit="code points"
        ),
        Column("end", INT64, "End (open) in that same text.", "pipeline", unit="code points"),
        Column("before", TEXT, "What stood there.", "pipeline"),
        Column("after", TEXT, "What was put there.", "pipeline"),
        Column("evidence", STR, "What the rule went by.", "pipeline", "the pattern alone", low=True),
        Column("confidence", FLOAT, "How sure the rule is.", "pipeline", unit="ratio 0..1"),
    ),
    ("doc_id", "seq"),
    ("doc_id", "seq"),
    kind="attached",
)
REJECTS = Table(
    "rejects",
    "Records and files that gave no document, each with its reason.",
    (
        RAW_PATH,
        RECORD_ID,
        OFFSET,
        MEMBER,
        Column("stage", STR, "Stage that rejected it.", "pipeline", low=True),
        Column("reason", STR, "Reason, from a closed list (docs/dataset.md).", "pipeline", low=True),
        Column("message", STR, "What was expected, what was found.", "pipeline"),
        Column("sample", STR, "The start of the record, where there is any to show.", "pipeline"),
        Column("passing", pa.bool_(), "The reason may pass: the file is tried again each run.", "pipeline"),
        INGESTED,
        *STAMPS,
    ),
    ("raw_path", "record_offset", "reason"),
    ("raw_path", "record_offset", "stage", "reason"),
    kind="rejects",
)
