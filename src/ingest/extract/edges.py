"""Where an extractor's answer begins and ends, judged by the other extractors' answers.

What one extractor alone takes for the article's first or last paragraph is a teaser, a notice or a caption more often
than not: it goes. What all others have right before its first paragraph is the article's lead, which extractors leave
out where a page calls it `teaser`: it comes back. Within the article nothing is put in: there it is teasers again.
"""

from collections.abc import Sequence

from ingest.extract.likeness import FAMILY, SHORT, Answers, Runs, Shingles, length
from ingest.extract.rendering import Block

HELD = 1 / 3  # mean share of a block's 4-word runs that the others have, or it goes from an edge; .25 to .4 score alike
LEAD = 60  # characters of a lead at least; 60 to 90 score alike, shorter ones are bylines and kickers
MOST_LEADS = 2  # paragraphs
OWN = 0.5  # of a lead's runs; where the answer has more of them, it has the lead
SHARED = 0.9  # of a lead's runs that each of the others must have
BEGINNING = 80  # characters by which two extractors' blocks are known as one


def held(name: str, given: Answers, runs: Runs) -> list[Block]:
    """The blocks of a candidate, without those at its edges that the others do not have. Candidates of the same
    family say nothing of each other; where too little would be left, nothing goes."""
    found = list(given[name])
    others = {o: runs.of(g) for o, g in given.items() if length(g) >= SHORT and _apart(name, o)}
    if not others or length(found) < SHORT:
        return found
    family = sum(o in FAMILY for o in others)  # which has one voice, however many are asked
    voices = [(1 / family if o in FAMILY else 1.0, has) for o, has in others.items()]
    least = HELD * sum(weight for weight, _ in voices)

    def is_held(block: Block) -> bool:
        own = runs.of([block])
        return sum(weight * len(own & has) for weight, has in voices) >= least * len(own)

    start, end = 0, len(found)
    while start < end and not is_held(found[start]):
        start += 1
    while start < end and not is_held(found[end - 1]):
        end -= 1
    kept = found[start:end]
    return kept if length(kept) >= SHORT else found


def led(name: str, kept: Sequence[Block], given: Answers, runs: Runs) -> list[Block]:
    """`kept`, which is `held` of a candidate, with the lead before it that it lacks and at least two others have."""
    others = [found for o, found in given.items() if _apart(name, o) and length(found) >= SHORT]
    if len(others) < 2:
        return list(kept)
    before = _before(others[0], kept)
    own, rest = runs.of(given[name]), [runs.of(found) for found in others[1:]]
    count = 0
    while count < min(MOST_LEADS, len(before)) and _is_lead(before[-1 - count], own, rest, runs):
        count += 1
    return [*before[len(before) - count :], *kept]


def may_lack_an_edge(kept: Sequence[Block], given: Answers) -> bool:
    """Whether a third candidate should be asked though the first two agree: one has a paragraph before the first that
    was kept; or a list at the end that the other, which drops the last list of many a page, does not have."""
    before = _before(given["resiliparse"], kept)
    if before and len(before[-1].text) >= LEAD:
        return True
    ending = list(given["fast"])
    return any(b.kind == "item" for b in ending[ending.index(kept[-1]) + 1 :]) if kept else False


def _before(found: Sequence[Block], kept: Sequence[Block]) -> list[Block]:
    """What another candidate has before the first block of `kept`, if it has that."""
    known = (i for i, b in enumerate(found) if kept and b.text[:BEGINNING] == kept[0].text[:BEGINNING])
    return list(found[: next(known, 0)])


def _is_lead(block: Block, own: Shingles, rest: Sequence[Shingles], runs: Runs) -> bool:
    said = runs.of([block])
    return (
        len(block.text) >= LEAD
        and len(said & own) <= OWN * len(said)
        and all(len(said & has) >= SHARED * len(said) for has in rest)
    )


def _apart(name: str, other: str) -> bool:
    return name != other and not (name in FAMILY and other in FAMILY)
