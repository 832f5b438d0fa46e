"""Plain text: the bytes decoded, and nothing else."""

from ingest.core.config import Settings
from ingest.core.members import extractor
from ingest.core.model import Document, RawRecord, Reject
from ingest.extract.decoding import document, read_text, undecodable


@extractor("plain", ("text/plain",))
def extract(record: RawRecord, settings: Settings) -> Document | Reject:
    """The text as it stands."""
    decoded = read_text(record, settings)
    if decoded is None:
        return undecodable(record)
    return document(record, decoded.text, "text/plain", decoded.decoding)
