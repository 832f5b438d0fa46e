"""[schedule] of ingest.toml: when a run starts by the clock."""

from dataclasses import dataclass

from ingest.core.options.option import option


@dataclass(frozen=True, slots=True)
class Schedule:
    """flows/serve.py: when a run starts by the clock. One of both; neither: every 15 minutes."""

    cron: str = option(
        "",
        'Five cron fields, such as "*/15 * * * *", in schedule.timezone.',
        "Empty: interval_s counts.",
        "None.",
        content=False,
    )
    interval_s: float = option(
        900.0,
        "Seconds from one start to the next, where cron is empty.",
        "A run that finds nothing new takes a few seconds and writes nothing.",
        "Small values fill Prefect's database with runs that did nothing.",
        least=1.0,
        content=False,
    )
    timezone: str = option(
        "UTC", "The time zone cron's hours are meant in.", "It has no summer time.", "None.", content=False
    )
