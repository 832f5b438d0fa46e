"""'to' after a modal verb: 'The government must to pay.'"""

import re
from collections.abc import Iterator
from functools import lru_cache

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.lexicon import words

IRREGULAR = re.compile(
    r"be|have|do|make|take|go|get|give|find|pay|become|keep|see|say|come|know|begin|choose|leave|think|tell|meet|lead|hold|bring|buy|build"
    "|write|read|run|speak|spend|stand|win|lose|send|sell|teach|understand|wear|eat|drink|drive|fight|fall|feel|fly|forget|grow|hear|hide|learn"
    "|let|put|rise|set|sing|sit|steal|swim|throw|wake|cut|break|catch|draw|bear|seek|overcome|withdraw|undergo"
)
FAULT = re.compile(r"\b(must|should|shall|can|could|may|might|would|cannot)( to) ([a-z]{2,15})\b(?! or not)")
ALWAYS = frozenset(["must", "should", "shall"])  # the others only after the subject of a clause of its own
CLAUSE = re.compile(
    r"(?:(?:^|[.,;:!?(“\"]|\b(?:that|and|but|because|so|says?|said|thinks?|knows?|hopes?))\s*(?:it|he|she|we|they|you|I)|\b(?:who|which)) $",
    re.I | re.M,
)
PLACES = re.compile(  # 'I must to bed'
    r"account|arms|battle|bed|breakfast|business|camp|church|court|date|dinner|heaven|hell|home|horse|house|land|market|office|port|press|prison"
    "|rest|sail|school|sea|ship|shore|state|study|supper|table|town|war|work"
)
ASIDE = re.compile(  # 'he must to be fair admit it'
    r" to (?:be (?:fair|honest|sure|frank|exact|precise|just|safe|candid|clear|certain)|(?:begin|start) with|say the least|put it|judge (?:by|from)|do so|speak|be \w+ (?:have|be|do|pay|give|show|make|hold))\b(?! of)"
)
ALL = re.compile(
    r"\b(?:all|what|everything|whatever|anything|as|than|best|most|nothing|every|any|only|little|much)(?: \w+){0,3} ?$",
    re.I,
)
NOUN = re.compile(
    r"\b(?:an?|another) (?:[a-z]+ )?$|\b(?:the|this|that|my|your|his|her|our|their|its|real|big|absolute|no|with|of|by|such) $",
    re.I,
)


@lru_cache(maxsize=8192)
def is_infinitive(word: str) -> bool:
    """Whether a word is the bare form of a verb: one of the irregular ones, or a common word that both '-ing' and '-ed' go
    with; never a word one may go to."""
    if PLACES.fullmatch(word) or IRREGULAR.fullmatch(word):
        return not PLACES.fullmatch(word)
    common = words("en", "common")
    stems = (word.removesuffix("e"), word + word[-1:])
    past = {stem + "ed" for stem in stems} | {word.removesuffix("y") + "ied"}
    regular = any(stem + "ing" in common for stem in (*stems, word)) and not common.isdisjoint({*past, word + "ed"})
    return word in common and word not in words("en", "function") and regular


@repair_rule("modal-to", phase=60, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`The government must to pay` -> `The government must pay`. Seen in translations from Russian, Spanish and German.

    Only before a bare infinitive: `must to some extent`, `should to a degree`, `must to bed` stay; so do the noun of `a
    must to see`, asides (`must to be fair admit`), `all they could to help` and `with all his might to keep`. Could,
    would, might, can and may only after a pronoun that begins a clause.
    """
    for m in FAULT.finditer(view.text):
        before = view.text[max(0, m.start() - 30) : m.start()]
        subject = m[1] in ALWAYS or CLAUSE.search(before)
        if not subject or not is_infinitive(m[3]) or ASIDE.match(view.text, m.start(2)):
            continue
        if not NOUN.search(before) and not ALL.search(before):
            yield Finding(m.start(2), m.end(2), "", evidence="a modal before a verb")
