"""Languages that share most of their words: a paragraph's verdict between two of them is taken with caution."""

from functools import lru_cache

from ingest.identify import tables


def siblings(tag: str) -> frozenset[str]:
    """The near relatives of a language, without itself; empty for most."""
    return _families().get(tag, frozenset())


@lru_cache(maxsize=1)
def _families() -> dict[str, frozenset[str]]:
    families = [frozenset(tags.split()) for (tags,) in tables.rows("siblings.tsv")]
    return {tag: family - {tag} for family in families for tag in family}
