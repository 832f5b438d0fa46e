"""A record as fields (an object of JSON, a row of a table): which of them is the text, which are facts."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ingest.core.config import Settings
from ingest.core.decoding import decode
from ingest.core.model import RawRecord, RecordKey, Reject
from ingest.core.options.read import named
from ingest.read.fields import called, clean, hints

# Names that bodies go by, in the order they are tried; the first that holds a string with anything in it is the text
TEXT_FIELDS = ("text", "body", "content", "article", "article_text", "article_body", "articlebody", "full_text", "fulltext",
               "main_text", "maintext", "raw_text", "raw_content", "content_text", "story", "document", "paragraphs")  # fmt: skip
HTML_FIELDS = ("html", "body_html", "content_html", "html_content", "raw_html", "page_html")
ID = re.compile(r"[\d\s/]")  # what the name of a single object is, rather than a word for what it is
REMARKS = ("comments", "replies", "reactions", "related")  # what readers said of an article is not the article
MOST_DIGITS = 4300  # of a whole number, by default of Python's since 3.11
MOST_WITHIN = 4  # levels of objects and lists around records
# A field that is not named as text or HTML is HTML where it has the tags that bodies are made of
TAGS = re.compile(r"<(?:p|div|br|body|html|article|h[1-6]|ul|table)\b[^<>]{0,300}/?>", re.I)


def shown(data: bytes) -> str:
    """The start of what is no record, for its reject."""
    return data[:1000].decode("utf-8", "replace")


def parsed(data: bytes, detector: str) -> tuple[Any, str]:
    """The value of JSON and the encoding it is in: UTF-8, also with bad bytes (which become lone surrogates, and are
    counted when the text is decoded), else what the detector says. Control characters within strings are taken as they
    are. Raises ValueError, RecursionError."""
    try:
        text, encoding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        decoded = decode(data, detector=detector)
        encoding = decoded.decoding.encoding if decoded else "utf-8"
        known = decoded is not None and encoding != "utf-8"
        text = decoded.text if known and decoded else data.decode("utf-8", "surrogateescape")
    try:
        return json.loads(text, strict=False), encoding
    except ValueError as e:
        if isinstance(e, json.JSONDecodeError):
            raise
    return json.loads(text, strict=False, parse_int=_number), encoding  # one of its numbers is too long for Python


def _number(digits: str) -> int | str:
    """A whole number; one of more digits than Python takes, as text."""
    return int(digits) if len(digits) <= MOST_DIGITS else digits


def json_record(data: bytes, path: str, nameless: RecordKey, what: str, settings: Settings) -> RawRecord | Reject:
    """The record that an object of JSON holds; `what` the bytes are called where they are none. Key as `record_of`."""
    try:
        told, encoding = parsed(data, settings.extract.detector)
    except (ValueError, RecursionError) as e:
        return Reject(path, nameless, "read", "broken_record", f"not {what}: {why(e)}", shown(data))
    inner = told if has_body(told, settings) else None
    if inner is None and len(within := list(records_within(told, settings))) == 1:
        inner = within[0]
    return in_encoding(record_of(inner or told, path, nameless, shown(data), settings), encoding)


def why(error: Exception) -> str:
    """What is wrong with JSON, in short."""
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)


def in_encoding(given: RawRecord | Reject, encoding: str) -> RawRecord | Reject:
    """The record of a text that was decoded from `encoding`: its media type says so."""
    if isinstance(given, Reject) or encoding == "utf-8":
        return given
    return replace(given, media_type=f"{given.media_type}; charset={encoding}")


def record_of(told: Any, path: str, nameless: RecordKey, sample: str, settings: Settings) -> RawRecord | Reject:
    """The record that fields hold. `nameless` is its key unless it has an id of its own."""
    if not isinstance(told, dict):
        message = f"expected an object, found {called(told)}"
        return Reject(path, nameless, "read", "broken_record", message, sample)
    key = key_of(told, nameless, settings)
    fields, displaced = _renamed(told, settings)
    if key is not nameless:
        del fields["id"]
    name, media_type = body_field(fields)
    body = fields.pop(name, None) if name else None
    if isinstance(body, list) and _says(body):
        body = "\n\n".join(body)
    if not isinstance(body, str):
        what = (
            "has no text (read.columns can name its field)"
            if body is None
            else f"{name} is {called(body)}, not a string"
        )
        listed = ", ".join(map(repr, told))[:200]
        return Reject(path, key, "read", "no_text", f"the record {what}; fields: {listed}", sample)
    try:
        found, extra, _ = hints(fields, "record")
        extra |= clean(displaced)
    except RecursionError:
        return Reject(path, key, "read", "broken_record", "nested too deeply", sample)
    return RawRecord(path, key, body, media_type, found, extra)


def key_of(told: Any, nameless: RecordKey, settings: Settings) -> RecordKey:
    """The key of a record by its own id; `nameless` where it has none."""
    own = _renamed(told, settings)[0].get("id") if isinstance(told, dict) else None
    if not isinstance(own, str | int | float) or isinstance(own, bool) or own == "":
        return nameless
    own = str(clean(own if isinstance(own, str) else json.dumps(own)))
    return RecordKey(own, f"id:{own}", nameless.offset)


def has_body(told: Any, settings: Settings) -> bool:
    """Whether it is an object with a field of text."""
    return isinstance(told, dict) and body_field(_renamed(told, settings)[0])[0] is not None


def records_within(told: Any, settings: Settings) -> Iterator[Any]:
    """The objects with texts that an object without one wraps: an API's answer (`articles`, `hits.hits`, `items`) or a
    mapping of ids to articles. Of a list that holds such objects, those without a text too."""
    stack: list[tuple[Any, int]] = [(told, 0)]
    while stack:
        value, depth = stack.pop()
        value = _unwrapped(value)
        if has_body(value, settings):
            yield value
        elif depth >= MOST_WITHIN:
            continue
        elif isinstance(value, dict):
            inner = [(v, name) for name, v in value.items() if name not in REMARKS and isinstance(v, dict | list)]
            by_id = any(len(value) > 1 or ID.search(n) for n in value) and all(
                has_body(v, settings) for v in value.values()
            )
            stack.extend(
                ({"id": n, **v} if by_id and isinstance(v, dict) else v, depth + 1) for v, n in reversed(inner)
            )
        elif isinstance(value, list):
            items = [_unwrapped(v) for v in value]
            if any(has_body(v, settings) for v in items):
                yield from items
            else:
                stack.extend((v, depth + 1) for v in reversed(items) if isinstance(v, dict | list))


def _unwrapped(value: Any) -> Any:
    """A record as Elasticsearch keeps it, without what it keeps around."""
    inner = value.get("_source") if isinstance(value, dict) else None
    return {"id": value.get("_id"), **inner} if isinstance(inner, dict) else value


def body_field(fields: Mapping[str, Any]) -> tuple[str | None, str]:
    """Which field holds the text, and its media type: text/plain or text/html."""
    exact = [(n, t) for n, t in (("text", "text/plain"), ("html", "text/html")) if fields.get(n) is not None]
    for name, media_type in exact:
        if _says(fields[name]):
            return name, media_type
    lower: dict[str, str] = {}
    for name in fields:
        lower.setdefault(str(name).lower(), name)
    for wanted, media_type in (*((n, "text/plain") for n in TEXT_FIELDS), *((n, "text/html") for n in HTML_FIELDS)):
        value = fields[lower[wanted]] if wanted in lower else None
        if value is not None and _says(value):
            start = value[:5000] if isinstance(value, str) else "".join(value[:20])
            marked = media_type == "text/html" or (wanted != "text" and TAGS.search(start))
            return lower[wanted], "text/html" if marked else "text/plain"
    return exact[0] if exact else (None, "text/plain")


def _says(value: Any) -> bool:
    """Whether it is a text with anything in it, or a list of such: paragraphs."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(v, str) for v in value) and any(v.strip() for v in value)
    return isinstance(value, str) and bool(value.strip())


def _renamed(told: Mapping[str, Any], settings: Settings) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields with those that read.columns names under our names, and those of our names that had to give way. A body as
    WordPress's interface gives it (`"content": {"rendered": "<p>…"}`) is what it renders."""
    names = named(settings.read.columns)
    renamed = {names[str(k).lower()]: v for k, v in told.items() if str(k).lower() in names}
    rest = {k: v for k, v in told.items() if str(k).lower() not in names}
    displaced = {k: v for k, v in rest.items() if str(k).lower() in renamed}
    fields = {**renamed, **{k: v for k, v in rest.items() if k not in displaced}}
    for name, value in fields.items():
        if isinstance(value, dict) and isinstance(value.get("rendered"), str) and str(name).lower() in TEXT_FIELDS:
            fields[name] = value["rendered"]
    return fields, displaced
