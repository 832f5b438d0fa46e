"""[paths] of ingest.toml: where files come from and where tables go."""

from dataclasses import dataclass

from ingest.core.options.option import option


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
