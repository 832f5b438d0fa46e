"""[metrics] of ingest.toml: a line of numbers for each run."""

from dataclasses import dataclass

from ingest.core.options.option import option


@dataclass(frozen=True, slots=True)
class Metrics:
    """A line of numbers for each run; see docs/operate.md for its keys."""

    file: str = option(
        "",
        "A file that each run appends one JSON line to; - is standard output; empty: none.",
        "The table runs and Prefect remember runs too.",
        "The file grows by about 1 kB a run.",
        content=False,
    )
    prometheus: str = option(
        "",
        "A file that holds the newest run's numbers as Prometheus text (name it *.prom); empty: none.",
        "For the textfile collector of node_exporter.",
        "None.",
        content=False,
    )
