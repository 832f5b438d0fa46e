"""Was this text made by a translation machine? Style and findings joined: mt_score, mt_likely, mt_verdict.

Only what a machine alone leaves (weights from MACHINE on) moves the score: slips and habits of a hand say nothing, and
that nothing was found says little, since machines of today leave few marks.
"""

import math

from ingest.repair.gate import OPEN
from ingest.repair.style import model

# What a machine's mark adds to the log-odds, for each unit of its weight. Measured: marks of 1.5, the least, and no others
# stand in 47 of 932 texts of machines and 1 of 1,229 by people; e to the 3, 20 times, is taken to be on the safe side.
LOG_ODDS = 2.0
TOLD, FOUND, SUSPECTED, UNLIKELY, UNKNOWN = VERDICTS = ("told", "found", "suspected", "unlikely", "unknown")


def joined(style: float | None, machine: float, opens: bool) -> float | None:
    """mt_score, 0..1: the style's score raised by a machine's marks, `machine` being their weights together. None where
    there is no score of style and the findings do not open the gate by themselves."""
    if style is None and not opens:
        return None
    odds = math.log(style / (1.0 - style)) if style is not None else 0.0
    return 1.0 / (1.0 + math.exp(-min(30.0, odds + LOG_ODDS * machine)))


def is_likely(score: float | None, language: str) -> bool:
    """Whether a score lies above the language's threshold. In a language without a model there are scores of findings
    alone, which are all likely."""
    shipped = model(language.split("-")[0])
    return score is not None and (shipped is None or score > shipped.threshold)


def verdict(told: bool, weight: float, score: float | None, likely: bool) -> str:
    """One of VERDICTS: the page tells it; findings of `weight` show it; the score alone speaks for it, or against it; or
    the text is too short, of no running prose or in a language without a model, and nothing is known."""
    if told or weight >= OPEN:
        return TOLD if told else FOUND
    if score is None:
        return UNKNOWN
    return SUSPECTED if likely else UNLIKELY
