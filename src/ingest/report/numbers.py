"""The numbers of one run: what came in, what became of it, what changed, and whether all is accounted for."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

COUNTS = ("raw_files", "records", "documents", "duplicates", "rejects", "skipped", "edits")


@dataclass(slots=True)
class Report:
    """Files as the look told them apart (`new`, `changed`, `moved`, `unchanged`, `vanished`, `returned`,
    `unsettled`: still being written, left for a later run), and what
    was committed. `refused` are files gone whose removal was refused. `stale` are rows that stand and were made by other
    rules or settings, of files that could be read anew, `stale_rejects` those of them that are rejects. `planned`, of a dry
    run, are the files it would take in: `kind`, `path`, and `was`, where it moved from. `put_off` are new files at a path whose own file moved and could not be read. `reasons`, `rules` and
    `languages` and `methods` (of duplicates) count the rows written; `answered`
    and `unanswered` are paragraphs a model was asked about; `problems` are in words, and make the
    exit status 1."""

    run_id: str
    raw: str
    processed: str
    recipe: str
    new: int = 0
    changed: int = 0
    moved: int = 0
    unchanged: int = 0
    vanished: int = 0
    returned: int = 0
    unsettled: int = 0
    removed: int = 0
    refused: int = 0
    stale: int = 0
    stale_rejects: int = 0
    tried_again: int = 0
    put_off: int = 0
    raw_files: int = 0
    records: int = 0
    documents: int = 0
    duplicates: int = 0
    rejects: int = 0
    skipped: int = 0
    edits: int = 0
    promoted: int = 0
    answered: int = 0
    unanswered: int = 0
    commits: int = 0
    commit: int | None = None
    seconds: float = 0.0
    reasons: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    methods: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    planned: list[dict[str, str | None]] = field(default_factory=list)

    def add(self, counts: Mapping[str, int], promoted: int, told: Mapping[str, Counter[str]]) -> None:
        """Add what one commit wrote."""
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + counts[name])
        self.promoted += promoted
        self.commits += 1
        self.reasons += told["reasons"]
        self.rules += told["rules"]
        self.languages += told["languages"]
        self.methods += told["methods"]

    @property
    def failed(self) -> bool:
        """Whether something of ours went wrong: the exit status is 1 then."""
        return bool(self.problems or self.reasons["internal_error"])

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        told = {f.name: getattr(self, f.name) for f in fields(self)}
        return {k: dict(v.most_common()) if isinstance(v, Counter) else v for k, v in told.items()} | {
            "failed": self.failed
        }
