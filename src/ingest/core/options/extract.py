"""[extract] of ingest.toml: how a record's text is found."""

from dataclasses import dataclass

from ingest.core.options.option import option


@dataclass(frozen=True, slots=True)
class Extract:
    """How the text of a page is found among all that is not."""

    mode: str = option(
        "balanced",
        "How main text is found: fast (trafilatura's fast mode, a second extractor where it fails), balanced (the middle "
        "of three cheap extractors), best (the same, unless another of five is clearly more like them all).",
        "balanced costs about what trafilatura alone does and errs a fifth less.",
        "best takes three times that; fast loses some pages.",
        choices=("fast", "balanced", "best"),
    )
    tables: str = option(
        "keep",
        "What becomes of tables in pages: keep them, as lines with tabs between the cells, or leave them out.",
        "Older pages hold the article itself in a table.",
        "drop loses those articles.",
        choices=("keep", "drop"),
    )
    detector: str = option(
        "chardet",
        "Which detector guesses an encoding that nothing tells.",
        "chardet is right on .99 of files in known encodings, charset-normalizer on .88.",
        "The other one reads more old files wrong.",
        choices=("chardet", "charset-normalizer"),
    )
