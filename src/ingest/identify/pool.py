"""The pool: what the voters say, weighed into one posterior that is as sure as it is right.

A log-linear pool: each voter's log-weight for a language, times how far that voter is to be trusted on a text of that
length, summed and normalized. The trusts are fitted by training/language on texts none of the voters was made from.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ingest.identify import tables
from ingest.identify.voters import Vote, voters

FEATURES = ("log", "log_by_length", "first", "first_by_length", "first_reliable", "unknown", "unknown_by_length")
LEAST_SHARE = 1e-3  # languages no voter gives as much are not candidates
LENGTH_MIDDLE, LENGTH_MOST = 1.5, 3.0  # log10 of letters: 32 is the middle, 1,000 the most that counts


@dataclass(frozen=True, slots=True)
class Trust:
    """`weights` by voter, one number for each of FEATURES."""

    weights: Mapping[str, tuple[float, ...]]


def features(candidate: str, name: str, vote: Vote, length: float) -> tuple[float, ...]:
    """FEATURES of one candidate as one voter sees it."""
    voter = voters()[name]
    if candidate not in voter.inventory:
        return (0.0, 0.0, 0.0, 0.0, 0.0, 1.0, length)
    log = math.log(max(vote.shares.get(candidate, 0.0), voter.least))
    first = float(vote.first == candidate)
    return (log, log * length, first, first * length, first * vote.reliable, 0.0, 0.0)


def candidates(votes: Mapping[str, Vote]) -> list[str]:
    """The languages that any voter gives weight, in alphabetical order."""
    return sorted({tag for vote in votes.values() for tag, share in vote.shares.items() if share >= LEAST_SHARE})


def length_of(letters: int) -> float:
    """Where a number of letters lies between short and long: -1.0 for 3, 0 for 32, 1.5 for 1,000 and more."""
    return min(LENGTH_MOST, math.log10(max(letters, 3))) - LENGTH_MIDDLE


def posterior(votes: Mapping[str, Vote], letters: int) -> dict[str, float]:
    """The posterior of each candidate; {} where no voter says anything."""
    rare, length = rarity(), length_of(letters)
    scores = {tag: rare.get(tag, 0.0) for tag in candidates(votes)}
    for name, vote in votes.items():
        _weigh(scores, name, vote, length)
    if not scores:
        return {}
    most = max(scores.values())
    odds = {tag: math.exp(score - most) for tag, score in scores.items()}
    whole = sum(odds.values())
    return {tag: share / whole for tag, share in odds.items()}


def _weigh(scores: dict[str, float], name: str, vote: Vote, length: float) -> None:
    """Add to `scores` the sum over FEATURES of trust times feature, as one voter sees it."""
    voter, trust = voters()[name], shipped().weights[name]
    log, first = trust[0] + trust[1] * length, trust[2] + trust[3] * length + trust[4] * vote.reliable
    unknown, leader = trust[5] + trust[6] * length, vote.first
    for tag in scores:
        if tag not in voter.inventory:
            scores[tag] += unknown
            continue
        scores[tag] += log * math.log(max(vote.shares.get(tag, 0.0), voter.least))
        if tag == leader:
            scores[tag] += first


@lru_cache(maxsize=1)
def rarity() -> dict[str, float]:
    """Log-odds that articles in a language are rarer than others (data/rare.tsv)."""
    return {tag: float(odds) for odds, tags in tables.rows("rare.tsv") for tag in tags.split()}


@lru_cache(maxsize=1)
def shipped() -> Trust:
    """The fitted trusts that are shipped."""
    return Trust({name: tuple(map(float, weights)) for name, weights in tables.fitted()["weights"].items()})
