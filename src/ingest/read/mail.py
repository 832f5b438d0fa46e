"""A mail message (.eml), and a page saved with all it shows (.mhtml, .mht), which is written as one.

The message is one record: its plain text where it has any, else its HTML. Attachments are skipped, counted.
"""

import email
import email.errors
import email.header
import email.utils
import re
from collections.abc import Iterator
from email.message import Message
from typing import BinaryIO

from ingest.core.config import MB, Settings
from ingest.core.looks import is_text_name
from ingest.core.members import Part, reader
from ingest.core.model import End, Hint, RawRecord, RecordKey, Reject, Skipped
from ingest.read.flowed import unflowed
from ingest.read.records import shown

HEADERS = re.compile(
    rb"(?im)^(?:received|return-path|message-id|from|to|subject|date|mime-version|delivered-to|content-type|snapshot-[a-z-]+):"
)
ENOUGH = 3  # different header lines at the top that make bytes a message
BOM = b"\xef\xbb\xbf"
SAVED = ("snapshot-content-location", "content-location")
PLAIN = (
    "text/plain",
    "multipart/mixed",
    "multipart/alternative",
)  # a leaf that says it has parts has none that was found
MOST_PARTS = 10_000
# A header that tells a type, at a length at which its parameters take the library minutes: it is cut
LONG_HEADER = re.compile(rb"(?im)^(content-(?:type|disposition):(?:[^\n]|\n[ \t]){2000})(?:[^\n]|\n[ \t])*")
MOST_TOLD = 10_000  # characters of a header that are decoded
FAULTS = (LookupError, ValueError, TypeError, AttributeError, email.errors.MessageError, RecursionError)


def claims(path: str, head: bytes) -> int:
    """By its name; by content where it starts with headers of mail, and is not named as text."""
    if path.lower().endswith((".eml", ".mht", ".mhtml")):
        return 12
    first = head.removeprefix(BOM).lstrip()[:40]
    if is_text_name(path) or not HEADERS.match(first):
        return 0
    top = head.partition(b"\n\n")[0].partition(b"\r\n\r\n")[0]
    return 15 if len({m.lower() for m in HEADERS.findall(top)}) >= ENOUGH else 0


@reader("mail", claims)
def read(part: Part, stream: BinaryIO, settings: Settings) -> Iterator[RawRecord | Reject | Skipped | End]:
    """The message, and what is attached to it."""
    most = int(settings.limits.record_mb * MB)
    data = stream.read(most + 1)
    if len(data) > most:
        message = f"more than limits.record_mb = {settings.limits.record_mb:g} megabytes in one record"
        yield Reject(part.file.path, RecordKey(), "read", "too_large", message, shown(data))
        yield End(1)
        return
    given = message_records(data, part.file.path, RecordKey())
    yield from given
    yield End(len(given))


def message_records(data: bytes, path: str, key: RecordKey) -> list[RawRecord | Reject | Skipped]:
    """The record of one message and a Skipped for each attachment; a Reject where it holds no text."""
    try:
        data = data.removeprefix(BOM)
        data = bare if HEADERS.match(bare := data.lstrip(b"\r\n")) else data
        message = email.message_from_bytes(LONG_HEADER.sub(rb"\1", data) if LONG_HEADER.search(data) else data)
        leaves = [p for _, p in zip(range(MOST_PARTS), message.walk(), strict=False) if not p.is_multipart()]
        body = _body(message, leaves)
        found = _hints(message, body)
        content = body.get_payload(decode=True) if body is not None else None
        charset = body.get_content_charset() if body is not None else None
        if body is not None and isinstance(content, bytes) and body.get_content_type() in PLAIN:
            content = unflowed(body, content)
    except FAULTS as e:
        return [Reject(path, key, "read", "broken_record", f"not a message: {type(e).__name__}: {e}", shown(data))]
    others = [Skipped("mail-part")] * (len(leaves) - (body is not None))
    if body is None or not isinstance(content, bytes) or not content.strip():
        return [Reject(path, key, "read", "no_text", "the message has no part of text", shown(data)), *others]
    if any(isinstance(d, email.errors.InvalidBase64LengthDefect) for d in body.defects):
        return [Reject(path, key, "read", "broken_record", "its base64 cannot be read", shown(data)), *others]
    kind = body.get_content_type()
    media_type = ("text/plain" if kind in PLAIN else kind) + (f"; charset={charset}" if charset else "")
    return [RawRecord(path, key, content, media_type, found), *others]


def _body(message: Message, leaves: list[Message]) -> Message | None:
    """The first part of plain text that says anything, else the first of HTML, else the first text that is attached; of a
    saved page, its HTML."""
    inline = [p for p in leaves if p.get_content_disposition() != "attachment"]
    plain = [p for p in inline if p.get_content_type() in PLAIN and str(p.get_payload()).strip()]
    html = [p for p in inline if p.get_content_type() in ("text/html", "application/xhtml+xml")]
    saved = any(message.get(name) for name in SAVED) or (html and html[0].get("content-location"))
    attached = [p for p in leaves if p not in inline and p.get_content_type() in ("text/plain", "text/html")]
    return next(iter([*html, *plain] if saved else [*plain, *html, *attached]), None)


def _hints(message: Message, body: Message | None) -> tuple[Hint, ...]:
    saved = next((str(m[n]) for m in (message, body) if m for n in SAVED if m.get(n)), None)
    date = _header(message.get("date"))
    told = [
        ("title", _header(message.get("subject")), "mail:subject"),
        ("collected_at" if saved else "published", date, "mail:date"),
        ("url", saved if saved and "://" in saved else None, "mail:content-location"),
        ("language", _header(message.get("content-language")), "mail:content-language"),
    ]
    if not saved:
        name, address = email.utils.parseaddr(_header(message.get("from")) or "")
        told.append(("authors", name or address, "mail:from"))
    return tuple(Hint(field, value[:2000], origin) for field, value, origin in told if value)


def _header(value: object) -> str | None:
    """A header's text, unfolded and decoded; as it stands where it cannot be decoded."""
    if value is None:
        return None
    try:
        said = str(email.header.make_header(email.header.decode_header(str(value)[:MOST_TOLD])))
    except FAULTS:
        said = str(value)
    return " ".join(said.encode("utf-8", "replace").decode("utf-8").split())
