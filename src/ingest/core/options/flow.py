"""[flow] of ingest.toml: where the Prefect flow runs its steps, and what it does when it cannot go on."""

from dataclasses import dataclass

from ingest.core.options.option import option


@dataclass(frozen=True, slots=True)
class Flow:
    """The Prefect flow: where its steps run, and what it does when it cannot go on."""

    task_runner: str = option(
        "threads",
        "Where steps run: threads (worker processes of this machine), dask or ray (those of a cluster's machines).",
        "One machine needs no cluster.",
        "dask and ray need the extra of that name, and raw/ and processed/ on a disk that all machines see.",
        choices=("threads", "dask", "ray"),
        content=False,
    )
    address: str = option(
        "",
        "The scheduler of a running Dask cluster (tcp://HOST:8786) or Ray cluster (ray://HOST:10001); empty: one is "
        "started on this machine for the run.",
        "A cluster for one run is for trying out.",
        "None.",
        content=False,
    )
    busy: str = option(
        "wait",
        "What a run does that finds another one at work on processed/: wait for it, or skip (its state is Skipped).",
        "Whatever came meanwhile is taken in as soon as possible.",
        "With skip, what came meanwhile waits for the next run.",
        choices=("wait", "skip"),
        content=False,
    )
    stall_s: float = option(
        3_600.0,
        "Seconds without a single finished batch after which a run ends as failed, so that later ones can go on.",
        "A batch is 10 to 60 s of work, and records have limits of their own; a dead disk has none.",
        "Too low ends runs on a slow or crowded machine; what they staged is claimed by the next.",
        least=1.0,
        content=False,
    )
