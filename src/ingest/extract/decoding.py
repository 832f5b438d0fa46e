"""A record's body to text, and an extractor's text to a document."""

import hashlib

from ingest.core.config import Settings
from ingest.core.decoding import Decoded, decode
from ingest.core.model import Decoding, Document, Hint, RawRecord, Reject
from ingest.extract.sniff import parameter


def read_text(record: RawRecord, settings: Settings, markup: bool = False) -> Decoded | None:
    """Decode a record: its media type may carry a charset, a page may name one itself (`markup`)."""
    return decode(record.body, parameter(record.media_type, "charset"), markup, settings.extract.detector)


def document(
    record: RawRecord,
    text: str,
    media_type: str,
    decoding: Decoding,
    hints: tuple[Hint, ...] = (),
    markup: object = None,
) -> Document | Reject:
    """The document of an extractor; text of nothing but white space is the reject `empty`."""
    if not text.strip() or not text.strip("\ufffd \t\n\x00"):
        return Reject(record.path, record.key, "extract", "empty", "there is no text", encoding=decoding.encoding)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Document(
        record.path,
        record.key,
        text,
        media_type,
        decoding,
        digest,
        (*record.hints, *hints),
        record.extra,
        markup=markup,
    )


def undecodable(record: RawRecord) -> Reject:
    """The reject for bytes that no encoding reads."""
    body = record.body if isinstance(record.body, bytes) else b""
    return Reject(
        record.path, record.key, "extract", "undecodable", "no encoding reads these bytes", body[:60].hex(" ")
    )
