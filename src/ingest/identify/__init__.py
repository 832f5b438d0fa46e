"""Stage 5, identify: the language of a document and the share of each language in it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from ingest.core.config import Identify as IdentifySettings
from ingest.core.model import Document, Language
from ingest.identify import cascade, seeded, voters
from ingest.identify.declared import FLAG, contradicts, declared
from ingest.identify.paragraphs import mixture
from ingest.identify.tags import UNKNOWN
from ingest.identify.variants import script_of

__all__ = ["Identify", "identify", "warm"]

DETECTORS: dict[str, Callable[[str], cascade.Verdict]] = {"cascade": cascade.verdict, "langdetect": seeded.verdict}
NOTHING = ("no-letters", "symbols", "monotony", "silence")  # ways that ask nobody
_lock = threading.Lock()
_warm: set[str] = set()


@dataclass(frozen=True, slots=True)
class Identify:
    """Document -> Document with its language."""

    settings: IdentifySettings

    def __call__(self, document: Document) -> Document:
        """Ask the detector, and set what is declared beside its verdict."""
        language = identify(document.text, self.settings)
        said = declared(document.hints)
        if said is None:
            return replace(document, language=language)
        told = replace(document, language=replace(language, declared=said[0], declared_origin=said[1]))
        return told.with_flags(FLAG) if contradicts(said[0], language.tag) else told


def warm(detector: str = "cascade") -> None:
    """Load the detector's models, once, whichever thread comes first; a text is never judged by half of them."""
    if detector not in _warm:
        with _lock:
            voters.voters()
            if detector == "langdetect":
                seeded.warm()
            _warm.add(detector)


def identify(text: str, settings: IdentifySettings) -> Language:
    """The language of `text`: `und` below settings.least_confidence or where nothing can be asked. Never raises."""
    warm(settings.detector)
    whole = DETECTORS[settings.detector](text)
    if whole.way in NOTHING:
        return Language(script=whole.script)
    mixed = mixture(text, whole)
    whole, by = mixed.verdict, f"{settings.detector}:{whole.way}" if settings.detector != whole.way else whole.way
    if whole.confidence < settings.least_confidence:
        return Language(UNKNOWN, whole.confidence, ((UNKNOWN, 1.0),), by, whole.script)
    script = script_of(whole.tag, whole.script, text)
    return Language(whole.tag, whole.confidence, mixed.shares, by, script, mixed.stretches)
