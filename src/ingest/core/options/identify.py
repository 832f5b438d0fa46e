"""[identify] of ingest.toml: the stage identify."""

from dataclasses import dataclass

from ingest.core.options.option import option


@dataclass(frozen=True, slots=True)
class Identify:
    """The language of each document and paragraph."""

    detector: str = option(
        "cascade",
        "Which detector decides: cascade (script, two fast voters, then five models pooled) or langdetect (alone, seeded).",
        "The cascade is right more often, on more than twice as many languages, and a dozen times faster.",
        "langdetect knows 54 languages and gives all others to one of them, surely.",
        choices=("cascade", "langdetect"),
    )
    least_confidence: float = option(
        0.5,
        "Below this posterior the language is und (0..1).",
        "Below it an answer is wrong more often than right.",
        "Lower answers more and errs more.",
        least=0.0,
        most=1.0,
    )
