"""[watch] of ingest.toml: when what was dropped into raw/ starts a run."""

from dataclasses import dataclass

from ingest.core.options.option import option


@dataclass(frozen=True, slots=True)
class Watch:
    """`ingest watch` and flows/watch_raw.py: when what was dropped into raw/ starts a run."""

    quiet_s: float = option(
        2.0,
        "Seconds without a change before what came starts a run; younger files are left for the next one.",
        "Copies pause for less; on a local disk a file still open for writing is told anyway.",
        "Too low reads the first part of a slow copy from a network disk (and the rest at the next run).",
        least=0.0,
        most=86_400.0,
        content=False,
    )
    most_wait_s: float = option(
        60.0,
        "Seconds after which a stream of drops that never pauses starts a run all the same.",
        "Each run costs a second or two whatever it takes in.",
        "Small values make many small commits.",
        least=0.0,
        most=86_400.0,
        content=False,
    )
    sweep_s: float = option(
        900.0,
        "Seconds between runs when nothing was noticed; what change notices missed is found then.",
        "The kernel drops notices when too many come at once; a look costs what walking raw/ costs.",
        "Large values let a missed file wait.",
        least=1.0,
        most=86_400.0,
        content=False,
    )
    notice: str = option(
        "auto",
        "How changes are noticed: kernel (inotify and its like), poll, or auto (poll on network disks).",
        "The kernel tells nothing of what other machines write to a network disk.",
        "poll reads the times of all files in raw/ every poll_s.",
        choices=("auto", "kernel", "poll"),
        content=False,
    )
    poll_s: float = option(
        2.0,
        "Seconds between two looks when polling.",
        "Half a million files take about a second to look at on a local disk.",
        "Small values keep a file server busy.",
        least=0.05,
        most=3_600.0,
        content=False,
    )
