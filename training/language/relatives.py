"""Fit how much voters and words count among relatives (`families`): for families that voters know and messages exist of."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import numpy as np

from ingest.identify import families
from ingest.identify.families import Family
from ingest.identify.voters import Vote
from training.language.regression import regressed


class Heard(Protocol):
    """A text of known language, and what the voters said."""

    language: str
    text: str
    votes: dict[str, Vote]


def fitted(rows: Iterable[Heard], held: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The families with `trust` and `cue` fitted where `voters` are named; bias and the other families as they were.

    Every relative weighs the same: how much more is written in one than in another is `bias`, which no message tells.
    """
    latin = [row for row in rows if not any("\u0400" <= c <= "\u04ff" for c in row.text)]
    return [_fitted(latin, family) if family["voters"] else family for family in held]


def _fitted(rows: Iterable[Heard], held: dict[str, Any]) -> dict[str, Any]:
    family = Family(held["bias"], 1.0, 1.0, tuple(held["voters"]))
    tags = list(family.bias)
    of = [row for row in rows if row.language in tags]
    many = Counter(row.language for row in of)
    told = [(_features(family, tags, row.text, row.votes), tags.index(row.language)) for row in of]
    trust, cue = regressed(told, np.array([1 / many[row.language] for row in of]))
    return held | {"trust": round(max(0.0, float(trust)), 3), "cue": round(float(cue), 3)}


def _features(family: Family, tags: list[str], text: str, votes: Mapping[str, Vote]) -> np.ndarray:
    hits = families.counted(text, frozenset(tags))
    return np.array([[families.heard(family, tag, {}, votes), hits[tag]] for tag in tags])
