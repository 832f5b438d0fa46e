"""The cascade: what the script tells, then two fast voters that agree, and only then all five, pooled.

Rule 1: fewer than two letters, or text that is mostly symbols or codes, is no language: `und`.
Rule 2: a script that one language is written in names it.
Rule 3: CLD2 and ELD, both sure of the same language, are right in 999 of 1,000 cases, unless one of the two does not
        know that language's sibling (`SIBLINGS`): then they say nothing.
Rule 4: otherwise every voter is asked and the pool's posterior decides; languages that share most of their words are
        told apart by `siblings`.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ingest.identify import pool
from ingest.identify.prepare import prepared, readable, symbols
from ingest.identify.scripts import LATIN, Evidence, evidence
from ingest.identify.tags import UNKNOWN
from ingest.identify.voters import Vote, voters

LEAST_LETTERS = 2
MOST_SYMBOLS = 0.12  # of the letters; prose has below .02, source code above .2 (measured on both)
SURE_BY_SCRIPT = 0.995  # measured on titles to articles: script alone errs on quoted words and loans
SIBLINGS = frozenset({"ms", "sr", "hr"})  # ELD knows no Indonesian, Bosnian or Macedonian: it cannot confirm these
ECHO = 300  # characters of a paragraph that are listened to for the document's own language
ANY_SCRIPT = Evidence(None, 0, frozenset())
DIGITS = 4  # of a confidence, so that a processor's last bit never shows


@dataclass(frozen=True, slots=True)
class Verdict:
    """A language, its posterior (0..1), the script of the text and which rule decided."""

    tag: str
    confidence: float
    script: str | None
    way: str


def verdict(text: str) -> Verdict:
    """The language of `text` by the rules above. Never raises; time does not grow with the text past its window."""
    shown = prepared(text)
    seen = evidence(shown)
    if seen.script is None or seen.letters < LEAST_LETTERS:
        return Verdict(UNKNOWN, 0.0, seen.script, "no-letters")
    if seen.script == LATIN and symbols(shown) > MOST_SYMBOLS * seen.letters:
        return Verdict(UNKNOWN, 0.0, seen.script, "symbols")
    if seen.languages is not None and len(seen.languages) == 1:
        return Verdict(next(iter(seen.languages)), SURE_BY_SCRIPT, seen.script, "script")
    known = voters()
    fast = {name: known[name].ask(shown, seen) for name in ("cld2", "eld")}
    agreed = fast["cld2"].first
    if agreed and agreed == fast["eld"].first and all(v.reliable for v in fast.values()) and agreed not in SIBLINGS:
        return Verdict(agreed, _sure_when_agreed(seen.letters), seen.script, "agreed")
    return _pooled(shown, seen, fast)


def echoes(paragraph: str, whole: Verdict) -> bool:
    """Whether the fastest voter that knows the document's language hears it in a paragraph, at once and first."""
    known = voters()
    name = next((n for n in ("eld", "cld2") if whole.tag in known[n].inventory), None)
    heard = known[name].ask(readable(paragraph[:ECHO]), ANY_SCRIPT) if name else None
    return heard is not None and heard.first == whole.tag


def _pooled(shown: str, seen: Evidence, fast: dict[str, Vote]) -> Verdict:
    votes = fast | {name: v.ask(shown, seen) for name, v in voters().items() if name not in fast}
    odds = pool.posterior(votes, seen.letters)
    if not odds:
        return Verdict(UNKNOWN, 0.0, seen.script, "silence")
    tag = max(odds, key=lambda t: (odds[t], t))
    return Verdict(tag, round(odds[tag], DIGITS), seen.script, "pooled")


def _sure_when_agreed(letters: int) -> float:
    """The share of agreements that are right, by the text's length in letters; fitted by training/language."""
    return next(share for most, share in _agreements() if letters <= most)


@lru_cache(maxsize=1)
def _agreements() -> tuple[tuple[float, float], ...]:
    held = json.loads((files("ingest.identify.data") / "pool.json").read_text(encoding="utf-8"))
    return tuple((float(most or "inf"), float(share)) for most, share in held["agreed"])
