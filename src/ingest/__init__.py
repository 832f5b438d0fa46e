"""Drop article files into raw/, get trustworthy Parquet in processed/: the functions a notebook wants.

import ingest
ingest.run("raw", "processed")                      # what `ingest run` does
documents = ingest.load("processed", "documents")   # an Arrow table
ingest.clean_text("caf\\xc3\\xa9").text             # one text, with its edits and flags
ingest.repair_text("It rained , then .", "en").text
ingest.identify_language("Bonjour à tous").tag
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest.face import Worked, clean_text, identify_language, load, path, repair_text, run

__all__ = ["Worked", "clean_text", "identify_language", "load", "path", "repair_text", "run"]


def __getattr__(name: str) -> Any:
    """Import the face on first use, so that `ingest --help` need not wait for it."""
    if name in __all__:
        from ingest import face

        return getattr(face, name)
    raise AttributeError(f"module 'ingest' has no attribute {name!r}")


def __dir__() -> list[str]:
    """What tab completion shows: the face, though it is not imported yet."""
    return sorted({*globals(), *__all__})
