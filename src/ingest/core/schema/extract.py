"""Columns of documents that extract fills. How the text came out of the record."""

from ingest.core.schema.column import Column
from ingest.core.schema.shared import INT32, STR

COLUMNS = (
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
)
