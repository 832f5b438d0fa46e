"""PDF with a text layer, read by PDFium (extra `pdf`). Pages that are pictures alone are no text: `no_text_layer`."""

import re
from typing import Any

from ingest.core.config import Settings
from ingest.core.members import extractor
from ingest.core.model import Decoding, Document, Hint, RawRecord, Reject
from ingest.extract.decoding import document
from ingest.extract.extras import missing

LEAST_CHARS = 20  # letters that a PDF has, or its pages are pictures with a stray mark
MOST_PAGES = 20_000
HYPHEN = re.compile("[\x02\ufffe]\\s?\n?")  # how PDFium marks a hyphen at a line's end
BLANK = re.compile(r"[ \t]+\n")


@extractor("pdf", ("application/pdf",))
def extract(record: RawRecord, settings: Settings) -> Document | Reject:
    """The text of all pages, a blank line between; title and author as the file says them."""
    try:
        import pypdfium2
    except ImportError:
        return missing(record, "pdf", "pypdfium2")
    body = record.body if isinstance(record.body, bytes) else record.body.encode("utf-8", "replace")
    try:
        pdf = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as e:
        locked = "password" in str(e).lower()
        message = "a password is needed" if locked else f"not a whole PDF: {e}"
        return Reject(record.path, record.key, "extract", "locked" if locked else "broken_record", message)
    try:
        pages = [_page(pdf, number) for number in range(min(len(pdf), MOST_PAGES))]
        hints = _hints(pdf)
    except pypdfium2.PdfiumError as e:
        return Reject(record.path, record.key, "extract", "broken_record", f"not a whole PDF: {e}")
    finally:
        pdf.close()
    text = "\n\n".join(page for page in pages if page)
    if sum(c.isalnum() for c in text[:10_000]) < LEAST_CHARS:
        return Reject(record.path, record.key, "extract", "no_text_layer", f"{len(pages)} pages without text")
    return document(record, text + "\n", "application/pdf", Decoding("utf-8", "container"), hints)


def _page(pdf: Any, number: int) -> str:
    page = pdf[number]
    try:
        text_page = page.get_textpage()
        try:
            said = text_page.get_text_bounded()
        finally:
            text_page.close()
    finally:
        page.close()
    said = said.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")
    return BLANK.sub("\n", HYPHEN.sub("", said)).strip()


def _hints(pdf: Any) -> tuple[Hint, ...]:
    told = {key: pdf.get_metadata_value(key).strip()[:2000] for key in ("Title", "Author")}
    fields = (("title", told["Title"], "pdf:title"), ("authors", told["Author"], "pdf:author"))
    return tuple(Hint(field, value, origin) for field, value, origin in fields if value)
