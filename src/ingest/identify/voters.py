"""The voters: five models of different making, each asked in its own way and answering in one form.

Two are compiled and fast (CLD2's quadgram tables made from web pages, ELD's n-grams); three are asked in hard cases
only (langdetect's profiles from Wikipedia, our own from translated software, langid's byte n-grams). What each cannot
say matters as much as what it says: `inventory`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import eldc
import pycld2
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from ingest.identify import langdetect_profiles, own_profiles
from ingest.identify.scripts import Evidence
from ingest.identify.tags import UNKNOWN, folded

LANGID_SHOWN = 400  # characters; more changes no verdict
LANGID_ANSWERS = 8


@dataclass(frozen=True, slots=True)
class Vote:
    """What one voter says of one text: languages with their weights (0..1), and whether it calls itself reliable."""

    shares: Mapping[str, float]
    reliable: bool = False

    @property
    def first(self) -> str | None:
        """The language with the most weight, None where it says nothing."""
        return max(self.shares, key=lambda k: (self.shares[k], k)) if self.shares else None


@dataclass(frozen=True, slots=True)
class Voter:
    """A model: how it is asked, the languages it knows, and the weight that stands for "not among my answers"."""

    ask: Callable[[str, Evidence], Vote]
    inventory: frozenset[str]
    least: float


def cld2(text: str, evidence: Evidence) -> Vote:
    """Up to three languages with their share of the bytes."""
    try:
        reliable, _, found = pycld2.detect(text, bestEffort=True)
    except pycld2.error:  # a character it takes for no UTF-8
        return Vote({})
    return Vote(_allowed(((tag, share / 100) for _, tag, share, _ in found if share), evidence), bool(reliable))


def eld(text: str, evidence: Evidence) -> Vote:
    """Up to four languages with a score that is no probability."""
    told = eldc.detect_details(text)
    return Vote(_allowed((told.scores or {}).items(), evidence), bool(told.reliable))


def hears(tag: str) -> Callable[[str], bool]:
    """Whether `tag` is ELD's first answer for a text, which costs a quarter of its vote."""
    names, first = frozenset(name for name in eldc.LANGUAGES if folded(name) == tag), eldc.detect
    return lambda text: first(text) in names


def langdetect(text: str, evidence: Evidence) -> Vote:
    """The exact posterior of langdetect's profiles; stray Latin words in another script are not shown to it."""
    if evidence.languages is not None and not text.isascii():
        text = LATIN_LETTER.sub(" ", text)
    return Vote(_allowed(langdetect_profiles.posterior(text).items(), evidence))


def own(text: str, evidence: Evidence) -> Vote:
    """The posterior of our own profiles."""
    return Vote(_allowed(own_profiles.posterior(text).items(), evidence))


def langid(text: str, evidence: Evidence) -> Vote:
    """langid's eight best, with its normalized posterior."""
    told = _langid().rank(text[:LANGID_SHOWN])[:LANGID_ANSWERS]
    return Vote(_allowed(((str(tag), float(share)) for tag, share in told), evidence))


def _allowed(found: Iterable[tuple[str, float]], evidence: Evidence) -> dict[str, float]:
    out: dict[str, float] = {}
    for name, weight in found:
        tag = folded(name)
        if tag != UNKNOWN and evidence.allows(tag):
            out[tag] = out.get(tag, 0.0) + weight
    return out


LATIN_LETTER = re.compile("[A-Za-z]")


@lru_cache(maxsize=1)
def _langid() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@lru_cache(maxsize=1)
def voters() -> dict[str, Voter]:
    """Every voter by name, with its model loaded; called once, under a lock, before texts are judged."""
    eldc.init()
    eldc.set_scores(4)
    return {
        "cld2": Voter(cld2, _inventory(tag for _, tag in pycld2.LANGUAGES), 0.01),
        "eld": Voter(eld, _inventory(eldc.LANGUAGES), 0.02),
        "langdetect": Voter(langdetect, _inventory(langdetect_profiles.profiles().languages), 1e-5),
        "own": Voter(own, _inventory(own_profiles.profiles().languages), 1e-5),
        "langid": Voter(langid, _inventory(map(str, _langid().labels)), 1e-5),
    }


def _inventory(names: Iterable[str]) -> frozenset[str]:
    return frozenset(folded(name) for name in names) - {UNKNOWN}
