"""[enrich] of ingest.toml: the stage enrich."""

import re
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ingest.core.errors import FILTERS, ConfigError
from ingest.core.options.option import option

SOURCE_KEYS = ("name", "country", "language", "time_zone", "date_order")


@dataclass(frozen=True, slots=True)
class Enrich:
    """Facts: date, source, title, authors, licence, quality."""

    sources: dict[str, Any] = option(
        {},
        'What you know of a source, by host, domain or folder under raw/: [enrich.sources."post.example"] with name, '
        "country (two letters), language (a tag), time_zone (Europe/Valletta), date_order (dmy or mdy).",
        "A day and month in numbers, a time without a zone and a source's name are known to you and not to a page.",
        "A wrong entry is believed: it stands above what a page says.",
        inner=SOURCE_KEYS,
    )
    filters: tuple[str, ...] = option(
        (),
        "Documents that become rejects (filtered:<rule>) instead of rows.",
        "Quality is a column: what to leave out is for you to say, and best said when reading. See docs/facts.md.",
        "What is filtered is not in documents; only its sample is kept, in rejects.",
        choices=FILTERS,
    )
    least_quality: float = option(
        0.0,
        "Documents whose quality_score is below this become rejects (filtered:quality).",
        "As filters.",
        "As filters. Scores are of text, not of truth.",
        least=0.0,
        most=1.0,
    )

    def __post_init__(self) -> None:
        """Refuse what no source can have."""
        for place, told in self.sources.items():
            where = f"[enrich] sources: {place!r}"
            zone, order, country = (told.get(k) for k in ("time_zone", "date_order", "country"))
            if zone is not None and not _is_zone(zone):
                raise ConfigError(f"{where}: time_zone: expected a name such as Europe/Paris, found {zone!r}")
            if order not in (None, "dmy", "mdy"):
                raise ConfigError(f"{where}: date_order: expected dmy or mdy, found {order!r}")
            if country is not None and not re.fullmatch(r"[A-Z]{2}", country):
                raise ConfigError(f"{where}: country: expected two capitals such as GB, found {country!r}")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
