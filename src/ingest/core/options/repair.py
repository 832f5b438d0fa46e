"""[repair] of ingest.toml: the stage repair."""

from dataclasses import dataclass

from ingest.core.options.option import option


@dataclass(frozen=True, slots=True)
class Repair:
    """What a translation machine did to the author's text."""

    level: str = option(
        "safe",
        "off; flag (point, change nothing); safe (word-changing rules only on documents that show several kinds of "
        "machine marks, or one that only machines leave); full (every rule on its own evidence).",
        "A human text must come through unharmed.",
        "full is for single segments and known machine text; it harms a few human sentences.",
        choices=("off", "flag", "safe", "full"),
    )
    glossary: tuple[str, ...] = option(
        (),
        "Glossary files (en.tsv, names.en.tsv) or folders of them, over the shipped ones; `ingest glossary check` reads them.",
        "The shipped ones hold names of states and international bodies.",
        "An entry without evidence is applied wherever its words stand.",
    )
    model_url: str = option(
        "",
        "Address of an OpenAI-compatible service (http://127.0.0.1:8000/v1) that post-edits documents with evidence; "
        "empty: none is asked.",
        "A run needs no network.",
        "Text is sent there. Guards keep numbers, names, negation and pronouns, not meaning; every edit is in the ledger.",
    )
    model_name: str = option(
        "", "Name of the model, as the service knows it.", "None.", "Another model edits otherwise."
    )
    model_key_variable: str = option(
        "INGEST_MODEL_KEY",
        "Environment variable that holds the service's key; nothing is sent where it is not set.",
        "A key does not belong into a file.",
        "None.",
        content=False,
    )
    model_least_evidence: int = option(
        2,
        "Findings (mt_evidence) from which a document is sent; one that is mt_likely is sent anyway.",
        "A human text gains nothing from a model.",
        "0 sends every document.",
        least=0,
    )
    model_timeout_s: float = option(
        60.0,
        "Seconds a request may take.",
        "A long paragraph on a small machine.",
        "Too few lose answers.",
        least=0.1,
        content=False,
    )
    model_retries: int = option(
        2,
        "Further tries after a time-out or a busy service.",
        "Services are busy at times.",
        "Each try counts against the budget.",
        least=0,
        most=10,
        content=False,
    )
    model_budget: int = option(
        1000,
        "Requests one run may make, tries included; what is kept from earlier runs costs none.",
        "A mistake in the settings must not cost a fortune.",
        "Documents beyond it keep the text of the rules and the flag repair:model-unanswered.",
        least=0,
        content=False,
    )
