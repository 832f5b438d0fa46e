"""Stage 3, extract: a record into a document, by media type. One module a media type; `sniff` says which."""

from dataclasses import dataclass

from ingest.core.config import Settings
from ingest.core.members import extractors
from ingest.core.model import Document, RawRecord, Reject
from ingest.extract.sniff import sniff

__all__ = ["Extract"]

REMEDIES = {
    "application/vnd.rar": "; unpack it and drop the files",
    "application/x-7z-compressed": "; unpack it and drop the files",
    "application/x-compress": "; unpack it and drop the file",
    "application/x-lz4": "; unpack it and drop the file",
    "application/x-lzma": "; unpack it and drop the file",
    "application/x-arc": "; convert it to WARC",
    "application/rtf": "; save it as DOCX or ODT",
    "application/x-ole-storage": "; save it as DOCX or ODT",
    "application/zip": "; save a table as CSV, slides as PDF",
}
"""What a user can do about kinds that are not read."""


@dataclass(frozen=True, slots=True)
class Extract:
    """RawRecord -> Document or Reject."""

    settings: Settings

    def __call__(self, record: RawRecord) -> Document | Reject:
        """Decode, find the article's text and what the record says of itself."""
        media_type = sniff(record)
        for member in extractors.members().values():
            if media_type in member.media_types:
                return member.extract(record, self.settings)
        message = f"{media_type}: no extractor takes this media type{REMEDIES.get(media_type, '')}"
        reason = "binary" if media_type == "application/octet-stream" else "unsupported"
        sample = record.body[:200] if isinstance(record.body, str) else record.body[:60].hex(" ")
        return Reject(record.path, record.key, "extract", reason, message, sample)
