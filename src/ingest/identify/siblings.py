"""Languages that share most of their words: a paragraph's verdict between two of them is taken with caution."""

from functools import lru_cache
from importlib.resources import files


def siblings(tag: str) -> frozenset[str]:
    """The near relatives of a language, without itself; empty for most."""
    return _families().get(tag, frozenset())


@lru_cache(maxsize=1)
def _families() -> dict[str, frozenset[str]]:
    text = (files("ingest.identify.data") / "siblings.tsv").read_text(encoding="utf-8")
    families = [frozenset(line.split()) for line in text.splitlines() if line and not line.startswith("#")]
    return {tag: family - {tag} for family in families for tag in family}
