"""Stage 7, enrich: facts, each with where it was seen and how sure it is. One module a member.

Every candidate is kept; for each field the most confident comes first and fills the column.
"""

from dataclasses import dataclass, replace

from ingest.core.config import Settings
from ingest.core.members import enrichers
from ingest.core.model import Document, Fact

__all__ = ["Enrich"]


@dataclass(frozen=True, slots=True)
class Enrich:
    """Document -> Document with facts."""

    settings: Settings

    def __call__(self, document: Document) -> Document:
        """Ask every enricher; order what they found by field, then confidence, then as found."""
        found: list[Fact] = [*document.facts]
        for member in enrichers.members().values():
            found += member.find(document)
        found.sort(key=lambda f: (f.field, -f.confidence))
        first = {f.field: f for f in reversed(found)}
        ambiguous = [f"enrich:ambiguous-{name.replace('_', '-')}" for name, f in first.items() if f.ambiguous]
        return replace(document, facts=tuple(found)).with_flags(*ambiguous)
