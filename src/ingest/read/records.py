"""A record as fields (an object of JSON, a row of a table): which of them is the text, which are facts."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ingest.core.config import Settings
from ingest.core.errors import ConfigError
from ingest.core.model import RawRecord, RecordKey, Reject
from ingest.read.fields import TEXTS, clean, hints

# Names that bodies go by, in the order they are tried; the first that holds a string with anything in it is the text
TEXT_FIELDS = ("text", "body", "content", "article", "article_text", "article_body", "articlebody", "full_text", "fulltext",
               "main_text", "maintext", "raw_text", "raw_content", "story", "document")  # fmt: skip
HTML_FIELDS = ("html", "body_html", "content_html", "html_content", "raw_html", "page_html")
OURS = ("text", "html", "id", "authors", *TEXTS)
# A field that is not named as text or HTML is HTML where it has the tags that bodies are made of
TAGS = re.compile(r"<(?:p|div|br|body|html|article|h[1-6]|ul|table)\b[^<>]{0,300}/?>", re.I)


@lru_cache(maxsize=8)
def mapping(columns: str) -> Mapping[str, str]:
    """read.columns as {their name, lower case: ours}. Raises ConfigError for what is no such list."""
    out = {}
    for pair in filter(None, (p.strip() for p in columns.split(","))):
        ours, equals, theirs = (piece.strip() for piece in pair.partition("="))
        if not equals or ours not in OURS or not theirs:
            known = ", ".join(OURS)
            raise ConfigError(f'[read] columns: expected "ours = yours, …" with ours one of {known}; found {pair!r}')
        out[theirs.lower()] = ours
    return out


def shown(data: bytes) -> str:
    """The start of what is no record, for its reject."""
    return data[:1000].decode("utf-8", "replace")


def json_record(data: bytes, path: str, nameless: RecordKey, what: str, settings: Settings) -> RawRecord | Reject:
    """The record that an object of JSON holds; `what` the bytes are called where they are none. Key as `record_of`."""
    try:
        told = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as e:
        why = "nested too deeply" if isinstance(e, RecursionError) else str(e)
        return Reject(path, nameless, "read", "broken_record", f"not {what}: {why}", shown(data))
    return record_of(told, path, nameless, shown(data), settings)


def record_of(told: Any, path: str, nameless: RecordKey, sample: str, settings: Settings) -> RawRecord | Reject:
    """The record that fields hold. `nameless` is its key unless it has an id of its own."""
    if not isinstance(told, dict):
        message = f"expected an object, found {type(told).__name__}"
        return Reject(path, nameless, "read", "broken_record", message, sample)
    names = mapping(settings.read.columns)
    fields = {names.get(str(k).lower(), k): v for k, v in told.items()} if names else dict(told)
    own = _own_id(fields)
    key = RecordKey(own, f"id:{own}", nameless.offset) if own is not None else nameless
    name, media_type = body_field(fields)
    body = fields.pop(name, None) if name else None
    if not isinstance(body, str):
        what = "has no text" if body is None else f"{name} is a {type(body).__name__}, not a string"
        listed = ", ".join(map(repr, told))[:200]
        return Reject(path, key, "read", "no_text", f"the record {what}; fields: {listed}", sample)
    try:
        found, extra, _ = hints(fields, "record")
    except RecursionError:
        return Reject(path, key, "read", "broken_record", "nested too deeply", sample)
    return RawRecord(path, key, body, media_type, found, extra)


def body_field(fields: Mapping[str, Any]) -> tuple[str | None, str]:
    """Which field holds the text, and its media type: text/plain or text/html."""
    for exact, media_type in (("text", "text/plain"), ("html", "text/html")):
        if fields.get(exact) is not None:
            return exact, media_type
    lower: dict[str, str] = {}
    for name in fields:
        lower.setdefault(str(name).lower(), name)
    for wanted, media_type in (*((n, "text/plain") for n in TEXT_FIELDS), *((n, "text/html") for n in HTML_FIELDS)):
        value = fields[lower[wanted]] if wanted in lower else None
        if isinstance(value, str) and value.strip():
            marked = media_type == "text/html" or (wanted != "text" and TAGS.search(value[:5000]))
            return lower[wanted], "text/html" if marked else "text/plain"
    return None, "text/plain"


def _own_id(told: dict[str, Any]) -> str | None:
    own = told.get("id")
    if isinstance(own, str | int | float) and not isinstance(own, bool) and own != "":
        del told["id"]
        return str(clean(own if isinstance(own, str) else json.dumps(own)))
    return None
