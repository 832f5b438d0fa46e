"""[run] of ingest.toml: how work is cut up, and what becomes of files that vanish."""

from dataclasses import dataclass

from ingest.core.options.option import option


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
