"""The columns that several tables have, and the types they are made of."""

import pyarrow as pa

from ingest.core.schema.column import TIME, Column

STR, INT32, INT64, FLOAT = pa.string(), pa.int32(), pa.int64(), pa.float32()
WHOLE_FILE = "the record is a whole file, or its format tells no places (feeds)"

RAW_PATH = Column(
    "raw_path",
    STR,
    "Raw file the row comes from, relative to raw/, with /; bytes that are no UTF-8 as \\xhh.",
    "discover",
)
RECORD_ID = Column("record_id", STR, "The record's own id.", "read", "the record has none, or is a whole file")
OFFSET = Column(
    "record_offset",
    INT64,
    "Where the record starts in its file or, in archives and compressed files, in what it unpacks to.",
    "read",
    WHOLE_FILE,
    "bytes",
)
MEMBER = Column(
    "record_member",
    STR,
    "Path of the file that holds the record inside its archive, as the archive spells it; archives in archives with /.",
    "read",
    "the record lies in no archive",
)
DOC_ID = Column(
    "doc_id",
    STR,
    "Stable id: 32 hex digits of the SHA-256 of the file's identity, its generation and the record's key.",
    "store",
)
STAMPS = (
    Column(
        "recipe",
        STR,
        "Digest of settings, rules, lexicons and code that made the row (16 hex digits).",
        "pipeline",
        look=True,
        low=True,
    ),
    Column("pipeline_version", STR, "Version of this package that made the row.", "pipeline", look=True, low=True),
    Column("run_id", STR, "Run that last wrote the row.", "store", look=True, low=True),
)
INGESTED = Column("ingested_at", TIME, "When the row's document was first committed.", "store", unit="UTC", look=True)
UPDATED = Column("updated_at", TIME, "When the row was last made anew.", "store", unit="UTC", look=True)
