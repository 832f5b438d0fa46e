"""langdetect, made deterministic: a fresh detector with a fixed seed for each text, profiles loaded once.

langdetect 1.0.9 draws random n-grams, so an unseeded one changes its mind between calls; its factory loads profiles
on first use and mislabels in threads that come meanwhile: hence `warm`, under a lock.
"""

import threading

from langdetect import detector_factory
from langdetect.lang_detect_exception import LangDetectException

SEED = 0
LEAST_LETTERS = 8  # fewer letters say nothing: langdetect is wrong on most of such texts
TAGS = {"zh-cn": "zh-Hans", "zh-tw": "zh-Hant"}
_lock = threading.Lock()


def warm() -> None:
    """Load the profiles, once; call it before threads are started."""
    with _lock:
        detector_factory.init_factory()


def likeliest(text: str) -> tuple[str | None, float]:
    """(BCP-47 tag, posterior) of the likeliest language, or (None, 0.0) where there is too little to ask."""
    if sum(c.isalpha() for c in text) < LEAST_LETTERS:
        return None, 0.0
    warm()
    detector = detector_factory._factory.create()
    detector.seed = SEED
    detector.append(text)
    try:
        found = detector.get_probabilities()
    except LangDetectException:  # no n-gram of any profile
        return None, 0.0
    if not found:
        return None, 0.0
    best = min(found, key=lambda f: (-f.prob, f.lang))
    return TAGS.get(best.lang, best.lang), min(1.0, float(best.prob))
