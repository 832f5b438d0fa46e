"""The columns of every table: name, Arrow type, description, unit, what null means, where the value comes from.

Written down once, here: the Parquet files, docs/dataset.md and the content hash follow. Types are those that pandas,
Polars, DuckDB, Spark and Hugging Face datasets all read alike. A `look` column tells of the run or of the look at
raw/, not of the content; the content hash leaves it out.
"""

from collections.abc import Iterable

import pyarrow as pa

from ingest.core.column import TEXT, TIME, Column, Table

__all__ = ["TABLES", "TEXT", "TIME", "Column", "Table", "fact_fields"]

STR, INT32, INT64, FLOAT = pa.string(), pa.int32(), pa.int64(), pa.float32()
WHOLE_FILE = "the record is a whole file"

RAW_PATH = Column(
    "raw_path",
    STR,
    "Raw file the row comes from, relative to raw/, with /; bytes that are no UTF-8 as \\xhh.",
    "discover",
)
RECORD_ID = Column("record_id", STR, "The record's own id.", "read", "the record has none, or is a whole file")
OFFSET = Column("record_offset", INT64, "Where the record starts in its file.", "read", WHOLE_FILE, "bytes")
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

DOCUMENT_COLUMNS = (
    DOC_ID,
    RAW_PATH,
    RECORD_ID,
    OFFSET,
    Column("record_occurrence", INT32, "0, or how many records of the file before this one have the same key.", "read"),
    Column("text", TEXT, "The article.", "extract, clean, repair"),
    Column("text_chars", INT64, "Length of text.", "pipeline", unit="code points"),
    Column("text_words", INT64, "Runs of letters and digits in text.", "pipeline", unit="words"),
    Column("title", STR, "Title.", "enrich", "none was seen"),
    Column("title_origin", STR, "Where the title was seen.", "enrich", "no title", low=True),
    Column("authors", pa.list_(STR), "Names of the people who wrote it, in reading order.", "enrich", "none were seen"),
    Column(
        "source",
        STR,
        "Short stable name of where the article comes from, to group by.",
        "enrich",
        "nothing says",
        low=True,
    ),
    Column("source_origin", STR, "Where the source was seen.", "enrich", "no source", low=True),
    Column("site", STR, "Name of the publication or web site.", "enrich", "none was seen", low=True),
    Column("url", STR, "Address of the article.", "enrich", "none was seen"),
    Column(
        "published_date",
        pa.date32(),
        "Day of publication, known to the day.",
        "enrich",
        "not known to the day, or ambiguous",
        "calendar day",
    ),
    Column("published_origin", STR, "Where the publication date was seen.", "enrich", "no evidence", low=True),
    Column("published_raw", STR, "The string the date was read from.", "enrich", "no evidence"),
    Column("published_confidence", FLOAT, "How sure the publication date is.", "enrich", "no evidence", "ratio 0..1"),
    Column("published_ambiguous", pa.bool_(), "The evidence allows more than one day (03/04/2024).", "enrich"),
    Column(
        "published_candidate",
        pa.date32(),
        "A day that weak evidence points at; kept apart from published_date.",
        "enrich",
        "none",
        "calendar day",
    ),
    Column(
        "collected_at",
        TIME,
        "When the file was collected, as its sidecar or record says.",
        "enrich",
        "nothing says",
        "UTC",
    ),
    Column("language", STR, "BCP-47 tag; und where no language is sure enough.", "identify", low=True),
    Column("language_confidence", FLOAT, "Posterior of the likeliest language.", "identify", unit="ratio 0..1"),
    Column("language_detector", STR, "What decided.", "identify", "too little text to ask", low=True),
    Column("languages", pa.list_(STR), "Every language of the document, largest share first.", "identify"),
    Column(
        "language_shares",
        pa.list_(FLOAT),
        "Share of the characters for each of languages.",
        "identify",
        unit="ratio 0..1",
    ),
    Column(
        "mt_score",
        FLOAT,
        "How machine-translated the style looks.",
        "repair",
        "too short, or no model for the language",
        "ratio 0..1",
    ),
    Column("mt_likely", pa.bool_(), "mt_score reaches the shipped threshold.", "repair", "mt_score is null"),
    Column("mt_evidence", INT32, "Findings of repair rules, edited or flagged.", "repair", unit="findings"),
    Column("edits", INT32, "Edits in the ledger.", "pipeline", unit="edits"),
    Column(
        "flags",
        pa.list_(STR),
        "Things pointed at and left alone, as stage:rule, alphabetical.",
        "clean, repair, enrich",
    ),
    Column("media_type", STR, "Media type the record was read as.", "extract", low=True),
    Column("encoding", STR, "Character encoding the bytes were decoded from.", "extract", low=True),
    Column("encoding_origin", STR, "What decided the encoding.", "extract", low=True),
    Column("newline", STR, "Line ends of the raw text: lf, crlf, cr, mixed or none.", "extract", low=True),
    Column(
        "replaced_chars",
        INT32,
        "U+FFFD put in for bytes or surrogates that could not be decoded.",
        "extract",
        unit="characters",
    ),
    Column(
        "extracted_sha256",
        STR,
        "SHA-256 (hex) of the extracted text as UTF-8: what reverting the ledger gives.",
        "extract",
    ),
    Column("text_key", STR, "32 hex digits over the normalized text; equal keys are exact duplicates.", "dedupe"),
    Column(
        "cluster_id", STR, "Cluster of equal documents: the doc_id of its first member; it never changes.", "dedupe"
    ),
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

DOCUMENTS = Table(
    "documents",
    "One row for each distinct article.",
    DOCUMENT_COLUMNS,
    ("language", "published_date", "doc_id"),
    ("doc_id",),
)
DUPLICATES = Table(
    "duplicates",
    "Articles that another document already holds; the columns of documents and three more.",
    (
        *DOCUMENT_COLUMNS,
        Column("duplicate_of", STR, "doc_id of the document that stands for the cluster.", "dedupe"),
        Column("duplicate_method", STR, "How it was found: exact.", "dedupe", low=True),
        Column("duplicate_similarity", FLOAT, "Similarity to the document it duplicates.", "dedupe", unit="ratio 0..1"),
    ),
    ("language", "published_date", "doc_id"),
    ("doc_id",),
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
)
REJECTS = Table(
    "rejects",
    "Records and files that gave no document, each with its reason.",
    (
        RAW_PATH,
        RECORD_ID,
        OFFSET,
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
)
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
            "When the file was last looked at by a run that committed it.",
            "discover",
            unit="UTC",
            look=True,
        ),
        *STAMPS,
    ),
    ("raw_path",),
    ("raw_path",),
)
RUNS = Table(
    "runs",
    "One row for each commit.",
    (
        Column("run_id", STR, "Run.", "store", look=True),
        Column("commit", INT64, "Number of the commit.", "store", look=True),
        Column("started_at", TIME, "Start of the run.", "store", unit="UTC", look=True),
        Column("committed_at", TIME, "Time of the commit.", "store", unit="UTC", look=True),
        Column("what", STR, "Why it was made: ingest, recast, vanished, create.", "store", look=True),
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
)

TABLES: dict[str, Table] = {t.name: t for t in (DOCUMENTS, DUPLICATES, EDITS, REJECTS, RAW_FILES, RUNS)}


def fact_fields() -> Iterable[str]:
    """The columns of documents that an enricher's fact fills."""
    return [c.name for c in DOCUMENT_COLUMNS if c.origin == "enrich"]
