"""[repair] of ingest.toml: the stage repair."""

from dataclasses import dataclass

from ingest.core.options.option import option


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
