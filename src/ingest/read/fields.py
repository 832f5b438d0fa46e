"""The fields of a record or sidecar that have a name here: they become hints; the rest is kept as it is."""

import re
from collections.abc import Mapping
from typing import Any

from ingest.core.model import Hint
from ingest.core.options.read import FACTS

SYNONYMS = {  # in lower case, with _ between words; as news interfaces, feeds and crawlers name them
    "headline": "title",
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
    "site_name": "site",
    "licence": "license",
}
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
    is a string or a list of strings; numbers are taken as dates (seconds since 1970) only where a date is meant.
    """
    found: list[Hint] = []
    extra: dict[str, Any] = {}
    wrong: list[str] = []
    for key, value in fields.items():
        name = SYNONYMS.get(key.lower(), key.lower())
        value = clean(value)
        if name not in (*FACTS, "authors"):
            extra[clean(key)] = value
        elif value in (None, "", []):
            continue
        elif _fits(name, value):
            found.append(Hint(name, value, f"{origin}:{clean(key)}"))
        else:
            wrong.append(clean(key))
            extra[clean(key)] = value
    return tuple(found), extra, wrong


def _fits(name: str, value: Any) -> bool:
    if name == "authors":
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
    """`value` with lone surrogates (JSON allows them, tables do not) as U+FFFD, however deep."""
    if isinstance(value, str):
        return SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [clean(v) for v in value]
    if isinstance(value, dict):
        return {clean(k): clean(v) for k, v in value.items()}
    return value
