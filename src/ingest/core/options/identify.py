"""[identify] of ingest.toml: the stage identify."""

from dataclasses import dataclass

from ingest.core.options.option import option


@dataclass(frozen=True, slots=True)
class Identify:
    """The language of each document and paragraph."""

    detector: str = option(
        "langdetect",
        "Which detector decides.",
        "Seeded, so the same text always gives the same answer.",
        "None.",
        choices=("langdetect",),
    )
    least_confidence: float = option(
        0.7,
        "Below this posterior the language is und (0..1).",
        "langdetect is wrong more often than right below it on short texts.",
        "Lower answers more and errs more.",
        least=0.0,
        most=1.0,
    )
