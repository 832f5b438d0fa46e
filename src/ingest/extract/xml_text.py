"""XML that is no page and no feed: the text between its tags, a paragraph for each element that looks like one."""

from ingest.core.config import Settings
from ingest.core.members import extractor
from ingest.core.model import Document, RawRecord, Reject
from ingest.extract.decoding import document, read_text, undecodable
from ingest.extract.flat import flat_blocks
from ingest.extract.page import safe
from ingest.extract.rendering import text_of


@extractor("xml-text", ("application/xml",))
def extract(record: RawRecord, settings: Settings) -> Document | Reject:
    """All the text; what the elements mean is for nobody here to know."""
    decoded = read_text(record, settings, markup=True)
    if decoded is None:
        return undecodable(record)
    return document(record, text_of(flat_blocks(safe(decoded.text))), "application/xml", decoded.decoding)
