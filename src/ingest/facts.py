"""Facts that disagree: which candidates for a column cannot all be right."""

import json
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

LEAST = 0.5  # confidence below which evidence contradicts nobody
DAYS_APART = 1  # a day's difference is a time zone's
SHARED_WORDS = 0.5
DATES = ("published_date", "modified_date")
CONFLICTING = (*DATES, "title", "authors", "url", "license", "published_year")
"""Fields of which two values cannot both be right. A source's folder and domain can."""

Row = dict[str, Any]


def conflicts(rows: list[Row]) -> Iterator[list[Row]]:
    """Groups of candidates (one document, one field) that are sure enough and disagree with the most confident, or of
    which the first is ambiguous."""
    for (_, field), group in groupby(rows, key=lambda r: (r["doc_id"], r["field"])):
        told = [r for r in group if r["confidence"] >= LEAST or r["ambiguous"]]
        if not told or field not in CONFLICTING:
            continue
        first = told[0]
        others = [r for r in told[1:] if r["value"] is not None and not agree(field, first["value"], r["value"])]
        if first["ambiguous"] or others:
            yield [first, *others]


def agree(field: str, one: str | None, other: str) -> bool:
    """Whether two values of a field say the same."""
    if one is None or one == other:
        return one == other
    if field in DATES:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= DAYS_APART
    if field == "authors":
        return bool({_plain(n) for n in json.loads(one)} & {_plain(n) for n in json.loads(other)})
    if field == "title":
        a, b = set(_plain(one).split()), set(_plain(other).split())
        return bool(a and b) and len(a & b) >= SHARED_WORDS * min(len(a), len(b))
    if field == "url":
        return _plain(one.partition("://")[2].partition("?")[0]) == _plain(other.partition("://")[2].partition("?")[0])
    return False


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
