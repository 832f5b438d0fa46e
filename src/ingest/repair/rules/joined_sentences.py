"""Two sentences whose full stop was lost: 'to spy on the United States Last year, the agency …'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.lexicon import listed
from ingest.repair.prose import in_headline, line_span

SLOTS = {
    "DAY": "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?: (?:morning|afternoon|evening|night))?",
    "MONTH": "(?:January|February|March|April|May|June|July|August|September|October|November|December)",
    "YEAR": r"(?:1[5-9]|20)\d\d",
    "TIMEs": "(?:years|months|weeks|days|hours|decades|centuries)",
    "TIME": "(?:year|month|week|day|decade|century)",
    "N": r"(?:\d{1,3}|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Ss]everal|[Mm]any|[Aa] few|[Ss]ome)",
}
SLOT = re.compile(r"\b(?:DAY|MONTH|YEAR|TIMEs|TIME|N)\b")
OPENERS = "|".join(SLOT.sub(lambda m: SLOTS[m[0]], opener) for opener in sorted(listed("en", "openers"), reverse=True))
SUBJECT = (
    "the|he|she|it|they|we|I|you|there|this|these|those|his|her|their|its|our|my|some|many|most|no|nobody|everyone|all|both|each"
    r"|about|on|in|people|such|another|several|one|two|three|[A-Z]\w*"
)
FAULT = re.compile(rf"\b(\w+)()(?= (?=[A-Z])(?:{OPENERS}), (?:{SUBJECT})\b(?! of it, ))")
CANNOT_END = re.compile(
    r"(?:a|an|the|of|to|in|on|at|by|for|with|from|and|or|but|nor|as|if|that|which|who|is|are|was|were|be|than|into)\Z",
    re.I,
)
TITLED = re.compile(
    r"\b(?:song|film|movie|book|novel|album|single|poem|musical|play|show|series|episode|drama|magazine|newspaper|track|ballad"
    r"|story|painting|called|titled|entitled|named|read|reads|sang|played|plays|wrote|watched|USA|Russia|Africa|Psychology|Physics)"
    r"(?: \w+){0,1}\Z",
    re.I,
)
LEAST_WORDS = 5  # of the sentence before


@repair_rule("joined-sentences", phase=30, languages=("en",))
def find(view: View) -> Iterator[Finding]:
    """`They left the town Last year, the mayor said …` -> `They left the town. Last year, …` Seen in
    translations, where a full stop after a name was taken for an abbreviation.

    Only before openers with their comma (`data/en/openers.txt`) and a subject, after at least LEAST_WORDS words without
    a mark, the last of which can end a sentence and names no work that could have such a title, and never in headlines.
    """
    for m in FAULT.finditer(view.text):
        start, _ = line_span(view.text, m.start())
        said = re.split(r"[.!?:;“”\"]", view.text[max(start, m.start() - 400) : m.end(1)])[-1]
        if (
            len(said.split()) >= LEAST_WORDS
            and not CANNOT_END.match(m[1])
            and not TITLED.search(said)
            and not in_headline(view.text, m.start())
        ):
            yield Finding(m.start(2), m.end(2), ".", evidence="an opener in capitals within a sentence")
