"""[store] of ingest.toml: how Parquet is written and kept."""

from dataclasses import dataclass

from ingest.core.options.option import option


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
