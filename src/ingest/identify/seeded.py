"""langdetect as it is, made deterministic: a fresh detector with a fixed seed for each text, profiles loaded once.

langdetect 1.0.9 draws random n-grams, so an unseeded one changes its mind between calls (4 of 100 labels); its factory
loads profiles on first use and mislabels in threads that come meanwhile: hence `warm`, under a lock.
"""

from langdetect import detector_factory
from langdetect.lang_detect_exception import LangDetectException

from ingest.identify.cascade import LEAST_LETTERS, Verdict
from ingest.identify.prepare import prepared
from ingest.identify.scripts import evidence
from ingest.identify.tags import UNKNOWN, folded

SEED = 0


def warm() -> None:
    """Load the profiles, in alphabetical order whatever the folder's; call it under a lock, before threads are started."""
    detector_factory.init_factory()


def verdict(text: str) -> Verdict:
    """What plain langdetect says of a prepared text; never raises."""
    shown = prepared(text)
    seen = evidence(shown)
    if seen.letters < LEAST_LETTERS:
        return Verdict(UNKNOWN, 0.0, seen.script, "no-letters")
    detector = detector_factory._factory.create()
    detector.seed = SEED
    detector.append(shown)
    try:
        found = detector.get_probabilities()
    except LangDetectException:  # no n-gram of any profile
        return Verdict(UNKNOWN, 0.0, seen.script, "silence")
    if not found:
        return Verdict(UNKNOWN, 0.0, seen.script, "silence")
    best = min(found, key=lambda f: (-f.prob, f.lang))
    return Verdict(folded(best.lang), round(min(1.0, float(best.prob)), 4), seen.script, "langdetect")
