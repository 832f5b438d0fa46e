"""Quality of a text: signals as columns, the first rule of Gopher, C4 and FineWeb it fails, flags, one score.

Nothing is dropped here. What the rules of the big corpora would drop, and how often they are wrong on real news,
stands in docs/facts.md.
"""

from collections.abc import Iterator

from ingest.core.members import enricher
from ingest.core.model import Document, Fact
from ingest.enrich.quality.kinds import kinds
from ingest.enrich.quality.rules import failures
from ingest.enrich.quality.score import score
from ingest.enrich.quality.signals import signals


@enricher("quality")
def find(document: Document) -> Iterator[Fact]:
    """Facts quality_<signal>, quality_flags, quality_score."""
    told = signals(document.text, document.language.tag)
    for name, value in told.items():
        yield Fact(f"quality_{name}", value, "text", 1.0)
    flags = sorted([*failures(told, document.text, document.language.tag), *kinds(document, told)])
    yield Fact("quality_flags", flags, "text", 1.0)
    yield Fact("quality_score", score(told), "text", 1.0)
