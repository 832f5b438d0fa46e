"""[clean] of ingest.toml: the stage clean."""

from dataclasses import dataclass

from ingest.core.options.option import option


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
