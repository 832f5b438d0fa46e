"""Counts that add up: records in = documents + duplicates + rejects + skipped, for every file.

A tally is kept by each batch, file by file, and checked twice: when the batch is staged, against the reader's own
count and its witness, and at the commit, against the rows that are about to be written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ingest.core.errors import AccountingError


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the records of one raw file (or of a part of it). `kept` = documents + duplicates."""

    records: int = 0
    kept: int = 0
    rejects: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: "Tally") -> "Tally":
        kinds = {k: self.skipped.get(k, 0) + other.skipped.get(k, 0) for k in sorted({*self.skipped, *other.skipped})}
        return Tally(self.records + other.records, self.kept + other.kept, self.rejects + other.rejects, kinds)

    def skip(self, kind: str) -> "Tally":
        """One record more that is skipped for its kind."""
        return replace(self, skipped={**self.skipped, kind: self.skipped.get(kind, 0) + 1})

    def check(self, path: str, where: str) -> None:
        """Raise AccountingError unless the counts add up."""
        out = self.kept + self.rejects + sum(self.skipped.values())
        if self.records != out:
            raise AccountingError(
                f"{path}: {where}: {self.records} records came in, but {self.kept} documents + {self.rejects} rejects + "
                f"{sum(self.skipped.values())} skipped = {out} came out; nothing of this group is committed"
            )
