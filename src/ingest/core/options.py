"""Every settings key: its default, what it does, why the default is what it is, and the risk of changing it.

`ingest config` prints them as a commented ingest.toml. `content=False` marks keys that cannot change a row.
"""

import hashlib
import json
import os
from dataclasses import Field, dataclass, field, fields
from typing import Any

MB = 1_000_000


def option(default: Any, says: str, why: str, risk: str, **more: Any) -> Any:
    """A settings key. `more`: `choices`, `least`, `most`, `content` (False: never changes a row)."""
    return field(default=default, metadata={"says": says, "why": why, "risk": risk, **more})


@dataclass(frozen=True, slots=True)
class Paths:
    """Where files come from and where tables go."""

    raw: str = option(
        "raw", "The folder files are dropped into.", "The layout every example uses.", "None.", content=False
    )
    processed: str = option(
        "processed",
        "The folder the Parquet tables are written to.",
        "The layout every example uses.",
        "A folder inside raw/ would be read as input; it is refused.",
        content=False,
    )


@dataclass(frozen=True, slots=True)
class Run:
    """How work is cut up and what becomes of files that vanish."""

    workers: int = option(
        0,
        "Worker processes; 0: one for each processor.",
        "Batches are independent.",
        "Each worker may use limits.memory_mb.",
        least=0,
        most=1024,
        content=False,
    )
    batch_mb: float = option(
        8.0,
        "Raw megabytes a batch holds at most (a larger file that cannot be cut is a batch of its own).",
        "About 10 to 60 s of work.",
        "Small batches cost overhead, large ones more work done again after a crash.",
        least=0.000001,
        content=False,
    )
    batch_files: int = option(
        500,
        "Raw files a batch holds at most.",
        "Bounds a batch of many tiny files.",
        "As batch_mb.",
        least=1,
        content=False,
    )
    group_mb: float = option(
        256.0,
        "Raw megabytes that are committed together at most.",
        "About ten minutes of work on two processors; each commit costs about 0.1 s.",
        "Large groups make new rows visible later.",
        least=0.000001,
        content=False,
    )
    group_files: int = option(
        20_000,
        "Raw files that are committed together at most.",
        "As group_mb.",
        "As group_mb.",
        least=1,
        content=False,
    )
    vanished: str = option(
        "keep",
        "What becomes of the rows of a raw file that is gone: keep them, or remove them.",
        "raw/ is a drop folder; people empty it.",
        "remove takes rows out for good once old snapshots are gone.",
        choices=("keep", "remove"),
        content=False,
    )
    remove_most: float = option(
        0.2,
        "With vanished = remove: the largest share of the known files that one run may remove (0..1).",
        "An unmounted disk looks like an emptied folder.",
        "1.0 lets one bad mount empty the dataset.",
        least=0.0,
        most=1.0,
        content=False,
    )


@dataclass(frozen=True, slots=True)
class Limits:
    """What one record may cost before it becomes a reject, so that no input can hang or exhaust a run."""

    file_mb: float = option(
        4096.0,
        "Largest raw file, in megabytes; larger ones become the reject too_large.",
        "A file is hashed and, unless its format can be cut, read by one worker.",
        "A larger limit needs memory for whole-file formats; see record_mb.",
        least=0.000001,
    )
    record_mb: float = option(
        64.0,
        "Largest record, in megabytes; larger ones become the reject too_large.",
        "The largest single articles seen are a hundred times smaller.",
        "A worker needs about 20 times a record's size.",
        least=0.000001,
    )
    records: int = option(
        50_000_000,
        "Most records of one file; what follows becomes one reject too_many_records.",
        "A bound for made-up containers.",
        "None below it.",
        least=1,
    )
    cpu_s: int = option(
        60,
        "CPU seconds one record may take in all stages together; then it becomes the reject timeout.",
        "An article takes milliseconds; CPU time does not depend on what else the machine does.",
        "Too low loses large documents, too high lets a hostile file hold a worker.",
        least=1,
    )
    memory_mb: int = option(
        4096,
        "Memory a worker may have, in megabytes; a record that asks for more becomes the reject memory.",
        "Twenty times a large record, with room for the models.",
        "workers times memory_mb should fit the machine.",
        least=512,
    )
    sample_chars: int = option(
        200,
        "Characters of a rejected record that are kept as its sample.",
        "Enough to recognise it.",
        "None.",
        least=0,
        most=10_000,
    )


@dataclass(frozen=True, slots=True)
class Clean:
    """Debris that is nobody's text."""

    level: str = option(
        "full",
        "How far cleaning goes: off, characters (single characters), lines (and lines), full.",
        "Every rule leaves alone what it has no proof for.",
        "off also keeps in-text headers, so their dates are not found.",
        choices=("off", "characters", "lines", "full"),
    )


@dataclass(frozen=True, slots=True)
class Identify:
    """The language of each document and paragraph."""

    detector: str = option(
        "langdetect",
        "Which detector decides.",
        "Seeded, so the same text always gives the same answer.",
        "None.",
        choices=("langdetect",),
    )
    least_confidence: float = option(
        0.7,
        "Below this posterior the language is und (0..1).",
        "langdetect is wrong more often than right below it on short texts.",
        "Lower answers more and errs more.",
        least=0.0,
        most=1.0,
    )


@dataclass(frozen=True, slots=True)
class Repair:
    """What a translation machine did to the author's text."""

    level: str = option(
        "safe",
        "off; flag (point, change nothing); safe (word-changing rules only on documents that show at least two kinds "
        "of machine marks); full (every rule on its own evidence).",
        "A human text must come through unharmed.",
        "full is for single segments and known machine text; it harms a few human sentences.",
        choices=("off", "flag", "safe", "full"),
    )


@dataclass(frozen=True, slots=True)
class Store:
    """How Parquet is written and how long old snapshots stay."""

    file_rows: int = option(
        100_000,
        "Rows a data file holds at most.",
        "Files of 100 to 500 MB.",
        "Smaller files make slower readers, larger ones dearer updates.",
        least=1,
        content=False,
    )
    row_group_rows: int = option(
        5_000,
        "Rows of a Parquet row group at most.",
        "Measured best between filters and scans at 5 to 10 thousand.",
        "Below 2,000 readers slow down.",
        least=1,
        content=False,
    )
    compression_level: int = option(
        3, "zstd level.", "Levels above cost time and save little.", "None.", least=1, most=19, content=False
    )
    fold_files: int = option(
        16,
        "As soon as a table has this many files under fold_rows rows, a commit folds them into one.",
        "Small daily runs would leave thousands of small files.",
        "Small values rewrite more.",
        least=2,
        content=False,
    )
    fold_rows: int = option(
        10_000, "A file with fewer rows counts as small.", "Two row groups.", "None.", least=1, content=False
    )
    keep_hours: float = option(
        24.0,
        "Hours an old snapshot stays readable after the next commit.",
        "A long read must not lose its files.",
        "Old snapshots hold removed rows and disk space.",
        least=0.0,
        content=False,
    )
    fsync: bool = option(
        True,
        "Wait until the disk has what a commit names.",
        "A power cut must not leave a commit without its files.",
        "False is for throw-away stores.",
        content=False,
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, by section. `base` is the folder that paths start from."""

    paths: Paths = field(default_factory=Paths)
    run: Run = field(default_factory=Run)
    limits: Limits = field(default_factory=Limits)
    clean: Clean = field(default_factory=Clean)
    identify: Identify = field(default_factory=Identify)
    repair: Repair = field(default_factory=Repair)
    store: Store = field(default_factory=Store)
    base: str = "."

    @property
    def raw(self) -> str:
        """The raw folder, absolute."""
        return os.path.abspath(os.path.join(self.base, self.paths.raw))

    @property
    def processed(self) -> str:
        """The processed folder, absolute."""
        return os.path.abspath(os.path.join(self.base, self.paths.processed))

    def content(self) -> dict[str, dict[str, Any]]:
        """The keys that can change a row, by section."""
        return {
            s.name: {k.name: getattr(getattr(self, s.name), k.name) for k in keys if k.metadata.get("content", True)}
            for s, keys in sections()
        }

    def digest(self) -> str:
        """SHA-256 (hex) over the keys that can change a row."""
        return hashlib.sha256(json.dumps(self.content(), sort_keys=True).encode()).hexdigest()


def sections() -> list[tuple[Field[Any], tuple[Field[Any], ...]]]:
    """The sections of ingest.toml with their keys."""
    return [(s, fields(s.default_factory)) for s in fields(Settings) if callable(s.default_factory)]  # type: ignore[arg-type]  # section classes are dataclasses
