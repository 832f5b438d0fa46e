"""What the page, its server or whoever collected it says the language is: kept beside the verdict, never instead of it.

A declaration is often a template's (`lang="en"` on a Swahili page). It is stored with where it was seen, and a document
whose text says otherwise gets the flag `identify:declared-otherwise`.
"""

import re
from collections.abc import Iterable

from ingest.core.model import Hint
from ingest.identify.tags import UNKNOWN, folded

FLAG = "identify:declared-otherwise"
TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,6}")  # private use too: en-x-mtfrom-de
# Who knows best comes first: a person's sidecar, the record, the page, its server.
ORIGINS = ("sidecar:", "record:", "html:", "feed:", "http:")


def declared(hints: Iterable[Hint]) -> tuple[str, str] | None:
    """(tag as written, origin) of the first declaration that is a language tag, by ORIGINS; None where there is none."""
    found = [h for h in hints if h.field == "language" and isinstance(h.value, str) and TAG.fullmatch(h.value.strip())]
    if not found:
        return None
    best = min(found, key=lambda h: next((i for i, o in enumerate(ORIGINS) if h.origin.startswith(o)), len(ORIGINS)))
    return best.value.strip(), best.origin


def contradicts(said: str, tag: str) -> bool:
    """Whether a declared tag is another language than the verdict; `und` and `mul` contradict nothing."""
    return UNKNOWN not in (tag, folded(said)) and folded(said) not in ("mul", tag)
