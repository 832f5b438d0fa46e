"""The columns of every table: name, Arrow type, description, unit, what null means, where the value comes from.

Written down once, here: the Parquet files, docs/dataset.md and the content hash follow. Types are those that pandas,
Polars, DuckDB, Spark and Hugging Face datasets all read alike. A `look` column tells of the run or of the look at
raw/, not of the content; the content hash leaves it out.
"""

from collections.abc import Iterable

import pyarrow as pa

from ingest.core.column import TEXT, TIME, Column, Table
from ingest.core.shared_columns import (
    DOC_ID,
    FLOAT,
    INGESTED,
    INT32,
    INT64,
    OFFSET,
    RAW_PATH,
    RECORD_ID,
    STAMPS,
    STR,
    UPDATED,
)
from ingest.core.state_schema import RAW_FILES, RUNS

__all__ = ["RAW_FILES", "RUNS", "TABLES", "TEXT", "TIME", "Column", "Table", "fact_fields"]

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
TABLES: dict[str, Table] = {t.name: t for t in (DOCUMENTS, DUPLICATES, EDITS, REJECTS, RAW_FILES, RUNS)}


def fact_fields() -> Iterable[str]:
    """The columns of documents that an enricher's fact fills."""
    return [c.name for c in DOCUMENT_COLUMNS if c.origin == "enrich"]
