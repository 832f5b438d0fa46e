"""HTML: the main text of a page, and all that the page says of itself as hints; all the text of a fragment."""

from ingest.core.config import Settings
from ingest.core.members import extractor
from ingest.core.model import Document, RawRecord, Reject
from ingest.extract.decoding import document, read_text, undecodable
from ingest.extract.fragments import fragment_blocks
from ingest.extract.main_text import main_text
from ingest.extract.page import is_fragment, read_page
from ingest.extract.page_hints import page_hints
from ingest.extract.rendering import text_of


@extractor("html", ("text/html", "application/xhtml+xml"))
def extract(record: RawRecord, settings: Settings) -> Document | Reject:
    """A page's main text and its hints. What a container hands on as text and is no whole page is a fragment."""
    decoded = read_text(record, settings, markup=True)
    if decoded is None:
        return undecodable(record)
    if record.media_type and is_fragment(decoded.text):
        text = text_of(fragment_blocks(decoded.text))
        return document(record, text, "text/html", decoded.decoding)
    page = read_page(decoded.text)
    hints = page_hints(page.tree) if page.tree is not None else ()
    text = main_text(page, settings.extract.mode, settings.extract.tables == "keep")
    return document(record, text, "text/html", decoded.decoding, hints, page.tree)
