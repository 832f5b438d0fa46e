"""Stage 5, identify: the language of a document and the share of each language in it."""

from dataclasses import dataclass, replace

from ingest.core.config import Identify as IdentifySettings
from ingest.core.model import Document, Language
from ingest.identify.detector import likeliest, warm
from ingest.identify.prepare import prepared, stretches

__all__ = ["Identify", "identify", "warm"]

SHOWN = 400  # characters of a stretch that are shown: each question costs langdetect about its length
SURE = 0.9  # a stretch speaks another language than the document only if it is this sure


@dataclass(frozen=True, slots=True)
class Identify:
    """Document -> Document with its language."""

    settings: IdentifySettings

    def __call__(self, document: Document) -> Document:
        """Ask the detector."""
        return replace(document, language=identify(document.text, self.settings))


def identify(text: str, settings: IdentifySettings) -> Language:
    """The language of `text`: `und` below settings.least_confidence or where nothing can be asked. Never raises."""
    tag, confidence = likeliest(prepared(text))
    if tag is None:
        return Language()
    if confidence < settings.least_confidence:
        return Language("und", confidence, (("und", 1.0),), settings.detector)
    return Language(tag, confidence, _shares(text, tag), settings.detector)


def _shares(text: str, tag: str) -> tuple[tuple[str, float], ...]:
    """Each language's share of the characters, largest first; the document's own where a stretch is not sure."""
    chars: dict[str, int] = {}
    for stretch in stretches(text):
        own, confidence = likeliest(prepared(stretch[:SHOWN]))
        own = own if own is not None and confidence >= SURE else tag
        chars[own] = chars.get(own, 0) + len(stretch)
    if len(chars) < 2:
        return ((tag, 1.0),)
    whole = sum(chars.values())
    return tuple(sorted(((t, n / whole) for t, n in chars.items()), key=lambda s: (-s[1], s[0])))
