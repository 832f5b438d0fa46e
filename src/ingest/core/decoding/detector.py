"""The last resort of decoding: a statistical guess at an encoding. The choice is a setting, so it can be replaced.

chardet 7 is right on .987 of 474 files in known encodings, charset-normalizer on .88 (measured on such files, each with
the marks and UTF-8 rules of `decoding` before it); which licence chardet 7 may bear is argued over, see docs/decisions.md.
"""

import codecs
from collections.abc import Callable

SAMPLE = 200_000  # bytes shown to a detector; chardet's own default, and no surer with more
UNSURE = 0.35  # confidence under which chardet's answer is not taken where it is one of RARE
COMMON = "cp1252"  # what unsure western text is: the web's own fallback (WHATWG Encoding Standard)
RARE = ("maclatin2", "mac-latin2", "mac_latin2")  # answered for western text with few accents; hardly any file is in it


def _chardet(sample: bytes) -> tuple[str | None, float]:
    import chardet

    told = chardet.detect(sample)
    return told["encoding"], told["confidence"] or 0.0


def _charset_normalizer(sample: bytes) -> tuple[str | None, float]:
    import charset_normalizer

    best = charset_normalizer.from_bytes(sample[:20_000]).best()
    return (best.encoding, 1.0 - best.chaos) if best else (None, 0.0)


DETECTORS: dict[str, Callable[[bytes], tuple[str | None, float]]] = {
    "chardet": _chardet,
    "charset-normalizer": _charset_normalizer,
}


def guess(body: bytes, detector: str) -> str | None:
    """The likeliest encoding by Python's name for it; None where the detector has none that Python knows."""
    found, confidence = DETECTORS[detector](body[:SAMPLE])
    if found is None:
        return None
    if confidence < UNSURE and found.lower().startswith(RARE):
        return COMMON
    try:
        return codecs.lookup(found).name
    except LookupError:
        return None
