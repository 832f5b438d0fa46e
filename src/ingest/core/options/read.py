"""[read] of ingest.toml: how containers are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ingest.core.errors import ConfigError
from ingest.core.options.option import option

FACTS = (
    "url",
    "source",
    "title",
    "published",
    "language",
    "collected_at",
    "site",
    "modified",
    "section",
    "license",
    "tags",
)
OURS = ("text", "html", "id", "authors", *FACTS)


@dataclass(frozen=True, slots=True)
class Read:
    """What the fields of tables and JSON records are called."""

    columns: str = option(
        "",
        'Your names for our fields, in CSV, TSV and JSON: "text = Body, published = pub_date, id = nr". Ours are text, html, '
        "id, title, authors, published, modified, url, source, site, language, section, license, tags, collected_at.",
        "text and html are known by their own names and some common ones (body, content, article …).",
        "A wrong name leaves records without text; they become rejects no_text.",
    )

    def __post_init__(self) -> None:
        """Refuse what is no such list."""
        named(self.columns)


@lru_cache(maxsize=8)
def named(columns: str) -> Mapping[str, str]:
    """read.columns as {their name, lower case: ours}. Raises ConfigError for what is no such list."""
    out: dict[str, str] = {}
    for pair in filter(None, (p.strip() for p in columns.split(","))):
        ours, equals, theirs = (piece.strip() for piece in pair.partition("="))
        if not equals or ours not in OURS or not theirs:
            known = ", ".join(OURS)
            raise ConfigError(f'[read] columns: expected "ours = yours, …" with ours one of {known}; found {pair!r}')
        if ours in out.values() or theirs.lower() in out or "=" in theirs:
            raise ConfigError(f"[read] columns: a name stands once, on one side; found {pair!r}")
        out[theirs.lower()] = ours
    return out
