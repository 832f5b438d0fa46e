"""Stage 7, enrich: facts, each with where it was seen and how sure it is. One module a member.

Every candidate is kept; for each field the most confident comes first and fills the column. What the user knows of a
source (`enrich.sources`) is handed to the members as hints, so that they read nothing but the document.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.core.config import Settings
from ingest.core.members import enrichers
from ingest.core.model import Document, Fact, Hint, Reject
from ingest.enrich.addresses import domain_of, split

__all__ = ["Enrich"]

TABLE = "settings:sources"
SUPPLIED = ("record:", "sidecar:")
TIMED = ("feed:", "mail:")  # these tell their dates in fields of their own: one that is none is a fault
MOMENTS = ("published", "modified")
SUPPLIABLE = ("title", "authors", "published", "modified", "url", "collected_at")
FIELDS = {"name": "source", "language": "default_language"}  # other keys are hints of their own name


@dataclass(frozen=True, slots=True)
class Enrich:
    """Document -> Document with facts, or a Reject where a filter that is switched on leaves it out."""

    settings: Settings

    def __call__(self, document: Document) -> Document | Reject:
        """Ask every enricher; order what they found by field, then confidence, then as found."""
        asked = replace(document, hints=(*document.hints, *self._known(document)))
        found: list[Fact] = [*document.facts]
        for member in enrichers.members().values():
            found += member.find(asked)
        found.sort(key=lambda f: (f.field, -f.confidence))
        first = {f.field: f for f in reversed(found)}
        if left_out := self._filtered(first):
            rule, said = left_out
            return Reject(
                document.path,
                document.key,
                "enrich",
                f"filtered:{rule}",
                said,
                document.text,
                document.decoding.encoding,
            )
        ambiguous = [f"enrich:ambiguous-{name.replace('_', '-')}" for name, f in first.items() if f.ambiguous]
        unread, extra = _unread(document, found), dict(document.extra)
        for hint in unread:
            key = hint.origin.partition(":")[2]
            extra[hint.origin if key in extra else key] = hint.value
        url = first.get("url")
        if url is not None and url.raw != url.value:
            extra["url_raw"] = url.raw
        flags = sorted(
            {f"enrich:unread-{h.field.replace('_', '-')}" for h in unread}
            | {f"enrich:unread-{n}" for n in _unfit(document, found)}
        )
        return replace(document, facts=tuple(found), extra=extra).with_flags(*ambiguous, *flags)

    def _known(self, document: Document) -> Iterator[Hint]:
        """What the user's table says of the document's host, domain or folder; the closest entry alone."""
        table = self.settings.enrich.sources
        if not table:
            return
        for place in _places(document):
            if place in table:
                for key, value in table[place].items():
                    yield Hint(FIELDS.get(key, key), value, TABLE)
                return

    def _filtered(self, first: dict[str, Fact]) -> tuple[str, str] | None:
        wanted = self.settings.enrich
        flags = first["quality_flags"].value if "quality_flags" in first else []
        for flag in flags:
            if flag.partition(":")[0] in wanted.filters:
                return flag.partition(":")[0], f"enrich.filters: {flag}"
        score = first["quality_score"].value if "quality_score" in first else 1.0
        if score < wanted.least_quality:
            return "quality", f"quality_score {score} is below enrich.least_quality = {wanted.least_quality}"
        return None


def _unread(document: Document, found: list[Fact]) -> list[Hint]:
    """What a record or sidecar told, or a feed or mail as its date, and no fact came of: no date, no address, no person's
    name."""
    used = {f.origin for f in found}
    told = (
        h
        for h in document.hints
        if (h.field in SUPPLIABLE and h.origin.startswith(SUPPLIED))
        or (h.field in MOMENTS and h.origin.startswith(TIMED))
    )
    return [hint for hint in told if hint.origin not in used]


def _unfit(document: Document, found: list[Fact]) -> set[str]:
    """Names of facts whose values were of no kind that such a fact has, and went to `extra` when the record was read."""
    used = {f.origin.partition(":")[2] for f in found}
    return {key.lower().replace("_", "-") for key in document.extra if key.lower() in SUPPLIABLE and key not in used}


def _places(document: Document) -> Iterator[str]:
    """Where a document comes from, closest first: host, domain, folders from the innermost."""
    for hint in document.hinted("url"):
        parts = split(str(hint.value))
        if parts and parts.hostname:
            yield parts.hostname.lower()
            yield domain_of(parts.hostname) or ""
            break
    folders = document.path.split("/")[:-1]
    for depth in range(len(folders), 0, -1):
        yield "/".join(folders[:depth])
