"""The fields of a record or sidecar that have a name here: they become hints; the rest is kept as it is."""

import html
import math
import re
from collections.abc import Mapping
from typing import Any

from ingest.core.model import Hint
from ingest.core.options.read import FACTS

SYNONYMS = {  # in lower case, with _ between words; as news interfaces, feeds and crawlers name them
    "headline": "title",
    "webtitle": "title",
    "date": "published",
    "published_date": "published",
    "published_at": "published",
    "published_on": "published",
    "date_published": "published",
    "publish_date": "published",
    "date_publish": "published",
    "publication_date": "published",
    "pub_date": "published",
    "pubdate": "published",
    "publishedat": "published",
    "datepublished": "published",
    "webpublicationdate": "published",
    "updated_at": "modified",
    "modified_date": "modified",
    "date_modified": "modified",
    "datemodified": "modified",
    "author": "authors",
    "byline": "authors",
    "lang": "language",
    "link": "url",
    "permalink": "url",
    "canonical_url": "url",
    "web_url": "url",
    "weburl": "url",
    "keywords": "tags",
    "site_name": "site",
    "licence": "license",
}
LISTS = ("authors", "tags")  # fields that may hold several
# Where an object stands for its name: what the name is called in it, as news interfaces have it
NAMES = ("name", "main", "original", "rendered", "label", "term", "value")
MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")  # in what is rendered
JSON_KINDS: dict[type, str] = {
    dict: "an object",
    list: "an array",
    str: "a string",
    int: "a number",
    float: "a number",
    bool: "a boolean",
}
SURROGATE = re.compile("[\ud800-\udfff]")


def hints(fields: Mapping[str, Any], origin: str) -> tuple[tuple[Hint, ...], dict[str, Any], list[str]]:
    """Hints, the fields nobody has a name for, and the keys whose values have the wrong type.

    `origin` is put before each key: `sidecar` gives `sidecar:title`. A value of null or "" says nothing. `authors`
    and `tags` are a string or a list of strings; an object says its name (`"source": {"id": 7, "name": "Fen Times"}`), and
    is kept whole if it says more; numbers are taken as dates (seconds since 1970) only where a date is meant.
    """
    found: list[Hint] = []
    extra: dict[str, Any] = {}
    wrong: list[str] = []
    for key, value in fields.items():
        name = SYNONYMS.get(key.lower(), key.lower())
        value = clean(value)
        if name not in (*FACTS, "authors"):
            extra[clean(key)] = value
            continue
        said, more = _said(name, value)
        if more:
            extra[clean(key)] = value
        if said in (None, "", [], {}):
            continue
        if _fits(name, said):
            found.append(Hint(name, said, f"{origin}:{clean(key)}"))
        elif name == "tags":  # whatever else goes by that name is no fault
            extra[clean(key)] = value
        else:
            wrong.append(clean(key))
            extra[clean(key)] = value
    return tuple(found), extra, wrong


def fact(key: str) -> bool:
    """Whether a field of this name tells a fact of a record, or its id."""
    return SYNONYMS.get(key.lower(), key.lower()) in (*FACTS, "authors", "id")


def _said(name: str, value: Any) -> tuple[Any, bool]:
    """The value of a field with names in the place of objects, and whether those objects say more than their names."""
    if isinstance(value, list):
        if name not in LISTS:
            return _said(name, value[0]) if len(value) == 1 else (value, False)
        each = [_said(name, v) if isinstance(v, dict) else (v, False) for v in value]
        return [said for said, _ in each if said not in (None, "")], any(more for _, more in each)
    if not isinstance(value, dict):
        return value, False
    told = next((k for k in NAMES if isinstance(value.get(k), str) and value[k].strip()), None)
    if told is None:
        return (value, False) if value else (None, False)
    said = html.unescape(MARKUP.sub("", value[told])) if told == "rendered" else value[told]
    return said, any(v not in (None, "", [], {}) for k, v in value.items() if k != told)


def _fits(name: str, value: Any) -> bool:
    if name in LISTS:
        return isinstance(value, str) or (isinstance(value, list) and all(isinstance(v, str) for v in value))
    dated = (
        name in ("published", "collected_at", "modified")
        and isinstance(value, int | float)
        and not isinstance(value, bool)
    )
    return isinstance(value, str) or dated


def called(value: Any) -> str:
    """What JSON calls the kind of a value."""
    return JSON_KINDS.get(type(value), "null")


def clean(value: Any) -> Any:
    """`value` with lone surrogates (JSON allows them, tables do not) as U+FFFD, however deep; numbers that JSON has no
    word for (NaN, 1e400) as text."""
    if isinstance(value, str):
        return SURROGATE.sub("\ufffd", value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, list):
        return [clean(v) for v in value]
    if isinstance(value, dict):
        return {clean(k): clean(v) for k, v in value.items()}
    return value
