"""The title of a programme or newspaper taken for common words: 'Lewis told 60 minutes that'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.media import SMALL_TITLES
from ingest.repair.prose import in_headline

TITLE = f"({'|'.join(map(re.escape, SMALL_TITLES))})"
TELL = r"(?:told|tells|tell|telling|said to|says to|informed)"
NO_CLAUSE = "were|was|are|is|had|have|has|will|would|could|did|day|night|morning|afternoon|evening|week|month|year|time"
NO_SPAN = (  # what goes on after a span of time
    r"(?! (?:of|later|long|ago|before|after|afterwards|earlier|early|late|left|remaining|each|every|a|an hour|per|to|into|from|prior|straight|flat"
    r"|apart|away|and \d|or (?:less|more|so)|in (?:length|total|all)|at (?:a time|most|least|the end)"
    rf"|that (?:{NO_CLAUSE}))\b)(?![\w-])"
)
SURE = re.compile(
    rf"\b(?:{TELL}|said) {TITLE}(?= that (?!(?:{NO_CLAUSE})\b)| in an? | (?:on|last) [A-Z]|\.)"
    rf"|\b(?:[Pp]rogrammes?|[Pp]rograms?|magazine|newspaper|newsmagazine|broadcaster|(?:CBS|NBC|ABC)(?: News)?(?:['’]s?)?) {TITLE}{NO_SPAN}"
    rf"|\binterview(?:ed|s)? (?:with|on|by) {TITLE}{NO_SPAN}"
)
TOLD = r"(?:reported|reports|said|says|told|tells|revealed|interviewed|aired|broadcast|quoted|wrote|published|claimed|disclosed|investigated|asked)"
FITTING = re.compile(  # where the document speaks of the title elsewhere
    rf"\b(?:{TELL}|asked|showed|[Aa]ccording to|appear(?:s|ed)? on|(?:aired|seen|shown|featured|broadcast|spoke|speaking|said) (?:on|to)"
    rf"|(?:reported|revealed|aired|broadcast|shown|quoted|asked|published|cited|contacted) by|(?:correspondent|reporter|journalist|anchor|host|producer|episode"
    rf"|edition|segment) (?:of|on|for|from)) {TITLE}{NO_SPAN}"
    rf"|(?<![\w.,-]){TITLE}(?= (?:has |had |have )?{TOLD}\b| (?:correspondent|reporter|journalist|crew|anchor|producer|team)\b)"
)


@repair_rule("media-title", phase=51, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`She told 60 minutes that …` -> `She told 60 Minutes that …` Seen where a title went through another language.

    Only where it is told something, gives an interview or is called a programme; where the document has the title by
    such proof, or written rightly, also where it tells, airs and is quoted. `For 60 minutes` and `60 minutes later`
    are times.
    """
    text = view.text
    if not any(small in text for small in SMALL_TITLES):
        return
    spans = {m.span(m.lastindex or 0): "one tells it to a medium" for m in SURE.finditer(text)}
    known = {text[a:b] for a, b in spans}
    for small, title in SMALL_TITLES.items():
        at = text.find(title)
        if at >= 0 and not in_headline(text, at):
            known.add(small)
    for m in FITTING.finditer(text):
        if m[m.lastindex or 0] in known:
            spans.setdefault(m.span(m.lastindex or 0), "a medium by another place of the document")
    for (start, end), why in sorted(spans.items()):
        yield Finding(start, end, SMALL_TITLES[text[start:end]], evidence=why)
