"""Near relatives told apart by words that one standard language prescribes and its sibling does not (data/cues.tsv), and by
habits of their grammar (data/phrases.tsv).

Letter models see Croatian, Bosnian and Latin-script Serbian as one language, and Indonesian and Malay: nine words of
ten are the same. What tells them apart is few and well known: `vreme` and `vrijeme`, `tisuća` and `hiljada`, `karena`
and `kerana`. Where none of it occurs nothing can be told, and the posterior says so.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ingest.identify import tables
from ingest.identify.scripts import Evidence
from ingest.identify.voters import Vote

WORD = re.compile(r"[^\W\d_]+(?:['\u2018\u2019\u02bb\u02bc][^\W\d_]+)*")
LEAST_ODDS = 1e-3  # the pool's share of a relative that no voter named
LEAST_SHARE = 0.01  # one voter's
SHORTEST_PREFIX = 2
PHRASES_SEEN = (
    1_500  # characters in which phrases are looked for: habits show soon, and a pattern costs more than a word
)
MOST_PHRASES = 3  # different matches of one phrase that count


@dataclass(frozen=True, slots=True)
class Family:
    """Relatives, and how their evidence is weighed.

    `voters` know all of them, and `trust` says how much the sum of their log-shares counts; where no voter does, it
    says how much the pool's own odds among them count. `cue`: log-odds of one word that only some write. `bias`:
    log-odds of each before anything is read. Trust and cue of families whose members all have training texts are
    fitted by training/language; the rest is set by hand.
    """

    bias: Mapping[str, float]
    trust: float
    cue: float
    voters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cues:
    """Which languages write a word: whole words, beginnings with the least length of the word, stems and ends."""

    words: Mapping[str, frozenset[str]]
    beginnings: Mapping[str, tuple[int, frozenset[str]]]
    stem: re.Pattern[str]
    stems: Mapping[str, frozenset[str]]
    ends: Mapping[str, frozenset[str]]

    def of(self, word: str) -> frozenset[str]:
        """The languages that write `word`; empty where it tells nothing."""
        found = self.words.get(word)
        if found is not None:
            return found
        for length in range(len(word), SHORTEST_PREFIX - 1, -1):  # the longest beginning wins
            least, languages = self.beginnings.get(word[:length], (0, None))
            if languages is not None and len(word) >= least:
                return languages
        stem = self.stem.search(word) if self.stems else None
        if stem:
            return self.stems[stem[0]]
        if not word.endswith(tuple(self.ends)):
            return frozenset()
        return next((languages for end, languages in self.ends.items() if word.endswith(end)), frozenset())


def told_apart(odds: Mapping[str, float], votes: Mapping[str, Vote], text: str, evidence: Evidence) -> dict[str, float]:
    """The pool's posterior with the share of its favourite's family dealt out anew by the cues in `text`.

    Relatives that are not written in the text's script are out: Serbian in Cyrillic is no Croatian.
    """
    first = max(odds, key=lambda t: (odds[t], t))
    family = families().get(first)
    relatives = {tag: bias for tag, bias in family.bias.items() if evidence.allows(tag)} if family else {}
    if family is None or len(relatives) < 2:
        return dict(odds)
    whole = sum(odds.get(tag, 0.0) for tag in relatives)
    hits = counted(text, frozenset(relatives))
    scores = {
        tag: bias + family.trust * heard(family, tag, odds, votes) + family.cue * hits[tag]
        for tag, bias in relatives.items()
    }
    most = max(scores.values())
    among = {tag: math.exp(score - most) for tag, score in scores.items()}
    total = sum(among.values())
    return {t: p for t, p in odds.items() if t not in relatives} | {t: whole * p / total for t, p in among.items()}


def heard(family: Family, tag: str, odds: Mapping[str, float], votes: Mapping[str, Vote]) -> float:
    """What the family's voters together say for one relative, or the pool where no voter knows all: a log-share."""
    if not family.voters:
        return math.log(max(odds.get(tag, 0.0), LEAST_ODDS))
    return sum(math.log(max(votes[name].shares.get(tag, 0.0), LEAST_SHARE)) for name in family.voters)


def counted(text: str, relatives: frozenset[str]) -> dict[str, float]:
    """How many different words of `text` each of the relatives writes that another one does not; phrases by strength."""
    text = text.lower()
    hits = dict.fromkeys(relatives, 0.0)
    for word in set(WORD.findall(text)):
        writers = writers_of(word, relatives)
        if writers != relatives:
            for tag in writers:
                hits[tag] += 1
    for phrase, strength, writers in phrases(relatives):
        found = min(MOST_PHRASES, len(set(phrase.findall(text, 0, PHRASES_SEEN))))
        for tag in writers if found else ():
            hits[tag] += strength * found
    return hits


@lru_cache(maxsize=16_384)  # the commonest words of some families; an article's are looked up one by one
def writers_of(word: str, relatives: frozenset[str]) -> frozenset[str]:
    """Which of the relatives write `word`; empty where it tells nothing."""
    return cues(relatives).of(word)


@lru_cache(maxsize=16)
def phrases(relatives: frozenset[str]) -> tuple[tuple[re.Pattern[str], float, frozenset[str]], ...]:
    """The shipped phrases of these relatives, with their strength (1: as much as a word) and who writes them."""
    held = (
        (frozenset(tags.split()) & relatives, strength, told) for tags, strength, told in tables.rows("phrases.tsv")
    )
    return tuple(
        (re.compile(told), float(strength), tags) for tags, strength, told in held if tags and tags != relatives
    )


@lru_cache(maxsize=16)
def cues(relatives: frozenset[str]) -> Cues:
    """The shipped cues of these relatives."""
    words: dict[str, frozenset[str]] = {}
    beginnings: dict[str, tuple[int, frozenset[str]]] = {}
    stems: dict[str, frozenset[str]] = {}
    ends: dict[str, frozenset[str]] = {}
    for tags, listed in tables.rows("cues.tsv"):
        languages = frozenset(tags.split()) & relatives
        for cue in listed.split() if languages else ():
            start = cue.rstrip("*").rstrip("?")
            if cue.startswith("*") and cue.endswith("*"):
                stems[cue[1:-1]] = stems.get(cue[1:-1], frozenset()) | languages
            elif cue.startswith("*"):
                ends[cue[1:]] = ends.get(cue[1:], frozenset()) | languages
            elif cue.endswith("*"):
                _, known = beginnings.get(start, (0, frozenset()))
                beginnings[start] = (len(cue) - 1, known | languages)
            else:
                words[cue] = words.get(cue, frozenset()) | languages
    return Cues(words, beginnings, re.compile("|".join(map(re.escape, stems))), stems, ends)


@lru_cache(maxsize=1)
def families() -> dict[str, Family]:
    """The family of each language that has one."""
    made = [Family(f["bias"], f["trust"], f["cue"], tuple(f["voters"])) for f in tables.fitted()["families"]]
    return {tag: family for family in made for tag in family.bias}
