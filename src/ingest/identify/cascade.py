"""The cascade: what the script tells, then two fast voters that agree, and only then all five, pooled.

Rule 1: fewer than two letters, text that is mostly symbols or codes, or a few letters over and over is no language: `und`.
Rule 2: a script that one language is written in names it.
Rule 3: CLD2 and ELD, both sure of the same language, are right in 999 of 1,000 cases, unless one of the two does not
        know that language's sibling (`SIBLINGS`): then they say nothing.
Rule 4: CLD2, sure of a language, langdetect's profiles and our own, all three of one mind, are right as often.
Rule 5: otherwise every voter is asked and the pool's posterior decides; languages that share most of their words are
        told apart by `families`.
Rule 6: what none of them knows (Hindi in Latin letters, typed nonsense) is a language to the pool and no language to
        langid, whose posterior is then spread thin: the pool's is halved, and the text is `und`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from ingest.identify import families, pool, tables
from ingest.identify.prepare import prepared
from ingest.identify.scripts import LATIN, Evidence, evidence
from ingest.identify.tags import UNKNOWN
from ingest.identify.voters import Vote, cld2, hears, voters

LEAST_LETTERS = 2
MOST_SYMBOLS = (
    0.08  # of the letters: one sentence of prose in 2,000 has as many, source code mostly more (measured on both)
)
SURE_BY_SCRIPT = 0.995  # measured on titles to articles: script alone errs on quoted words and loans
SIBLINGS = frozenset({"ms", "id", "sr", "hr", "bs", "zu"})  # relatives that only the pool and the families tell apart
ALONE_HEARD = frozenset({"nl", "is"})  # what ELD calls Afrikaans and Faroese, which it does not know: rule 4 decides
LONG = 300  # letters from which on CLD2 alone tells Dutch from Afrikaans
WORDS_SEEN = 2_000  # characters in which words that tell relatives apart are looked for: they are few
LEAST_TEXT = 20  # letters, from which on a text has LEAST_VARIETY and langid's THIN tells something
LEAST_VARIETY = 7  # different characters, the blank among them; Hawaiian has thirteen letters
THIN = 0.2  # langid's share of its favourite; below, with CLD2 dissenting, half of the pool's verdicts are right
ECHO = 160  # characters of a paragraph that are listened to for the document's own language
ANY_SCRIPT = Evidence(None, 0, frozenset())
PROSE_BRACKETS = re.compile(r"(?<![^\s])[(\[][^\W\d_][^()\[\]{}=<>;\"'_]{0,200}[)\]](?![^\s.,:;!?])")
EMPHASIS = re.compile(r"(?<![^\s(])\*\*[^\W\d_][^*\n]{0,200}\*\*(?!\w)")
DIGITS = 4  # of a confidence, so that a processor's last bit never shows


@dataclass(frozen=True, slots=True)
class Verdict:
    """A language, its posterior (0..1), the script of the text and which rule decided.

    `kin`: the posterior of the language and of those relatives that only words tell from it (`families`), together.
    """

    tag: str
    confidence: float
    script: str | None
    way: str
    kin: float = 0.0

    @property
    def group(self) -> float:
        """How sure it is that the text is in this language or in one that only words tell from it."""
        return max(self.kin, self.confidence)


def verdict(text: str) -> Verdict:
    """The language of `text` by the rules above. Never raises; time does not grow with the text past its window."""
    shown = prepared(text)
    seen = evidence(shown)
    if seen.script is None or seen.letters < LEAST_LETTERS:
        return Verdict(UNKNOWN, 0.0, seen.script, "no-letters")
    if seen.script == LATIN and seen.symbols > MOST_SYMBOLS * seen.letters and _is_code(shown, seen):
        return Verdict(UNKNOWN, 0.0, seen.script, "symbols")
    if seen.languages is not None and len(seen.languages) == 1:
        return Verdict(next(iter(seen.languages)), SURE_BY_SCRIPT, seen.script, "script")
    known = voters()
    fast = {name: known[name].ask(shown, seen) for name in ("cld2", "eld")}
    agreed = fast["cld2"].first if fast["cld2"].reliable else None
    if agreed is None or agreed in SIBLINGS:
        return _pooled(shown, seen, fast, text)
    if agreed == fast["eld"].first and fast["eld"].reliable and not (agreed in ALONE_HEARD and seen.letters < LONG):
        return Verdict(agreed, sure("two", seen.letters), seen.script, "agreed")
    slow = {name: known[name].ask(shown, seen) for name in ("langdetect", "own")}
    if all(vote.first == agreed for vote in slow.values()):
        return Verdict(agreed, sure("three", seen.letters), seen.script, "agreed")
    return _pooled(shown, seen, fast | slow, text)


def echoes(tag: str) -> Callable[[str], bool]:
    """Whether the fastest voter that knows the document's language `tag` hears it, at once and first, in a beginning of
    a paragraph that is `readable`."""
    if tag in voters()["eld"].inventory:
        return hears(tag)
    return lambda beginning: cld2(beginning, ANY_SCRIPT).first == tag


def _pooled(shown: str, seen: Evidence, asked: dict[str, Vote], text: str) -> Verdict:
    if seen.letters >= LEAST_TEXT and len(set(shown)) < LEAST_VARIETY:
        return Verdict(UNKNOWN, 0.0, seen.script, "monotony")
    votes = {name: asked[name] if name in asked else v.ask(shown, seen) for name, v in voters().items()}
    odds = pool.posterior(votes, seen.letters)
    if not odds:
        return Verdict(UNKNOWN, 0.0, seen.script, "silence")
    tag = max(odds, key=lambda t: (odds[t], t))
    kin = families.families().get(tag)
    if kin is not None:
        odds = families.told_apart(
            odds, votes, f"{shown} {text[:WORDS_SEEN]}" if len(text) > len(shown) else shown, seen
        )
        tag = max(odds, key=lambda t: (odds[t], t))
    together = sum(odds.get(t, 0.0) for t in kin.bias) if kin else 0.0
    part = 0.5 if seen.letters >= LEAST_TEXT and _is_foreign(tag, votes) else 1.0
    return Verdict(tag, round(part * odds[tag], DIGITS), seen.script, "pooled", round(part * together, DIGITS))


def _is_foreign(tag: str, votes: dict[str, Vote]) -> bool:
    """Whether langid knows `tag` but has no favourite, and CLD2 hears another language."""
    if tag not in voters()["langid"].inventory or votes["cld2"].first == tag:
        return False
    return max(votes["langid"].shares.values(), default=0.0) < THIN


def _is_code(shown: str, seen: Evidence) -> bool:
    """Whether symbols are too many without the brackets of prose (a blank before them, a word in them, none after) and
    the stars of Markdown's emphasis."""
    prose = 2 * len(PROSE_BRACKETS.findall(shown)) + 4 * len(EMPHASIS.findall(shown))
    return seen.symbols - prose > MOST_SYMBOLS * seen.letters


def sure(who: str, letters: int) -> float:
    """The share of agreements of the `two` or `three` that are right, by the text's length in letters."""
    return next(share for most, share in _agreements()[who] if letters <= most)


@lru_cache(maxsize=1)
def _agreements() -> dict[str, tuple[tuple[float, float], ...]]:
    held = tables.fitted()["agreed"]
    return {who: tuple((float(most or "inf"), share) for most, share in rows) for who, rows in held.items()}
