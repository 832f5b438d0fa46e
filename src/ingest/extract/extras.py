"""What is needed to read heavy or rare kinds of documents, and the reject that says so where it is not installed."""

import io
import zipfile
import zlib

from lxml import etree

from ingest.core.config import MB, Settings
from ingest.core.model import RawRecord, Reject

# What a zip file, or the XML in it, is known to raise when it is broken or made to be
ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
)
UNPACKED = 4  # times limits.record_mb that a document may unpack to; its XML takes memory many times its size


def missing(record: RawRecord, extra: str, library: str) -> Reject:
    """The reject for a document whose reader is an extra."""
    message = f"{library} is not installed; in the folder of this project: pip install '.[{extra}]'"
    return Reject(record.path, record.key, "extract", "missing_extra", message)


def opened(record: RawRecord, settings: Settings) -> zipfile.ZipFile | Reject:
    """A document that is a zip file; a Reject where it is none, is encrypted, or unpacks to too much."""
    body = record.body if isinstance(record.body, bytes) else record.body.encode("utf-8", "replace")
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
    except ZIP_FAULTS as e:
        return Reject(
            record.path, record.key, "extract", "broken_record", f"not a whole zip file, as such documents are: {e}"
        )
    if any(i.flag_bits & 1 for i in archive.infolist()):
        return Reject(record.path, record.key, "extract", "locked", "a password is needed")
    size, most = sum(i.file_size for i in archive.infolist()), UNPACKED * settings.limits.record_mb * MB
    if size > most or size > max(settings.limits.ratio_free_mb * MB, settings.limits.ratio * len(body)):
        message = f"unpacks to {size} bytes; {UNPACKED} times limits.record_mb, or limits.ratio, allow less"
        return Reject(record.path, record.key, "extract", "bomb", message)
    return archive


def broken(record: RawRecord, kind: str, error: BaseException) -> Reject:
    """The reject for a document that its reader gave up on, in words a person can use."""
    if isinstance(error, KeyError):
        why = f"a part of it is missing: {' '.join(map(str, error.args))}"
    elif isinstance(error, RecursionError):
        why = "nested too deeply"
    elif isinstance(error, AttributeError | TypeError | AssertionError):
        why = "one of its parts is not what its kind says"
    else:
        why = str(error) or "damaged"
    return Reject(record.path, record.key, "extract", "broken_record", f"not a readable {kind}: {why[:500]}")


def xml(data: bytes) -> etree._Element:
    """Parsed without entities, DTDs or anything fetched. Raises lxml's XMLSyntaxError."""
    return etree.fromstring(
        data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    )
