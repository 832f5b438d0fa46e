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
        0.6,
        "Below this posterior the language is und (0..1).",
        "On labelled texts in 127 languages .986 of what is answered is then right, and .976 is answered; at .5, .978 and .991.",
        "Lower answers more and errs more, most of all among near relatives (Croatian and Bosnian, Zulu and Ndebele).",
        least=0.0,
        most=1.0,
    )
