"""The tables of the pipeline's own memory: raw_files and runs."""

import pyarrow as pa

from ingest.core.schema.column import TIME, Column, Table
from ingest.core.schema.shared import INGESTED, INT32, INT64, RAW_PATH, STAMPS, STR

RAW_FILES = Table(
    "raw_files",
    "Every raw file ever taken in, and what became of its records; the pipeline's own memory.",
    (
        RAW_PATH,
        Column("state", STR, "present, or vanished from raw/ at the last look.", "discover", low=True),
        Column(
            "kind",
            STR,
            "file, symlink, special, sidecar (one without its file), or folder (one that cannot be listed).",
            "discover",
            low=True,
        ),
        Column(
            "sha256",
            STR,
            "SHA-256 (hex) of the file's bytes.",
            "discover",
            "never read (a link, a special file, unreadable)",
        ),
        Column("size_bytes", INT64, "Size.", "discover", unit="bytes"),
        Column("mtime_ns", INT64, "Modification time.", "discover", unit="ns since 1970", look=True),
        Column("sidecar_sha256", STR, "SHA-256 (hex) of NAME.meta.json.", "discover", "no sidecar"),
        Column("sidecar_size_bytes", INT64, "Size of the sidecar, 0 without one.", "discover", unit="bytes"),
        Column(
            "sidecar_mtime_ns",
            INT64,
            "Modification time of the sidecar, 0 without one.",
            "discover",
            unit="ns since 1970",
            look=True,
        ),
        Column("identity_path", STR, "Path the file was first seen at; document ids are made from it.", "discover"),
        Column(
            "identity_generation", INT32, "How many files had that path as their first before this one.", "discover"
        ),
        Column("reader", STR, "Reader that took the file.", "read", "none did", low=True),
        Column(
            "encoding",
            STR,
            "Character encoding, where all records of the file share one.",
            "extract",
            "none, or several",
            low=True,
        ),
        Column("records", INT64, "Records met: documents + duplicates + rejects + skipped.", "read", unit="records"),
        Column("documents", INT64, "Records that stand in documents.", "dedupe", unit="records"),
        Column("duplicates", INT64, "Records that stand in duplicates.", "dedupe", unit="records"),
        Column("rejects", INT64, "Records that stand in rejects.", "pipeline", unit="records"),
        Column("skipped", INT64, "Records that are no articles by their kind.", "read", unit="records"),
        Column("skipped_kinds", STR, "Counts of skipped records by kind, as a JSON object.", "read"),
        Column(
            "retry", pa.bool_(), "A reject of the file has a passing reason; it is tried again each run.", "pipeline"
        ),
        INGESTED,
        Column(
            "seen_at",
            TIME,
            "When the run that last wrote this row began to look at raw/.",
            "discover",
            unit="UTC",
            look=True,
        ),
        *STAMPS,
    ),
    ("raw_path",),
    ("raw_path",),
    "state",
)
RUNS = Table(
    "runs",
    "One row for each commit.",
    (
        Column("run_id", STR, "Run.", "store", look=True),
        Column("commit", INT64, "Number of the commit.", "store", look=True),
        Column("started_at", TIME, "Start of the run.", "store", unit="UTC", look=True),
        Column("committed_at", TIME, "Time of the commit.", "store", unit="UTC", look=True),
        Column("what", STR, "Why it was made: ingest, recast, reindex, look, create.", "store", look=True),
        Column("driver", STR, "What drove the pipeline: ingest, or prefect.", "store", look=True),
        Column(
            "raw_files", INT64, "Raw files taken in, again or for the first time.", "store", unit="files", look=True
        ),
        Column("records", INT64, "Records met in them.", "store", unit="records", look=True),
        Column("documents", INT64, "Of those, new rows of documents.", "store", unit="records", look=True),
        Column("duplicates", INT64, "Of those, new rows of duplicates.", "store", unit="records", look=True),
        Column("rejects", INT64, "Of those, rejects.", "store", unit="records", look=True),
        Column("skipped", INT64, "Of those, skipped.", "store", unit="records", look=True),
        Column("edits", INT64, "Edits in their ledgers.", "store", unit="edits", look=True),
        Column("recipe", STR, "Digest of settings, rules, lexicons and code (16 hex digits).", "pipeline", look=True),
        Column("pipeline_version", STR, "Version of this package.", "pipeline", look=True),
    ),
    ("commit",),
    ("commit",),
    "state",
)
