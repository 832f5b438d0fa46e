"""What a text shows rather than says: words in quotation marks, quoted lines, words beside talk of errors and spelling.

A writer on bad translation quotes it; an editor prints a scribe's 'the the' as it stands. Such findings say nothing of
who wrote the text around them.
"""

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from ingest.core.editing import Finding

LONGEST = 1000  # characters; what is longer is the text's own matter rather than a sample. Chosen, not measured
AROUND = 140  # characters on either side of talk of errors, within its paragraph: about a sentence
# Marks that tell by themselves whether they open or close. What stands between holds no opening mark, so that the search
# is linear without a bound.
MARKED = re.compile(
    r"“[^“”\n]*+”|«[^«»\n]*+»|„[^„“”\n]*+[“”]|‘[^‘’\n]*+(?:’(?=\w)[^‘’\n]*+)*+’(?!\w)"
    r"|(?<![\w'])'(?=\w)[^'\n]*+(?:(?<=\w)'(?=\w)[^'\n]*+)*+'(?!\w)"
    r"|(?<![\w*])\*(?=\w)[^*\n]*+\*(?![\w*])|(?<!\w)_(?=\w)[^_\n]*+_(?!\w)"
)
QUOTED_LINE = re.compile(r"^[ \t]{0,20}>[^\n]*", re.M)  # of a mail, of Markdown
LISTED = re.compile(r"\s{0,20}(?:[-*•–]|\d{1,3}[.)]|[a-z]\))\s")
PARAGRAPH = re.compile(r"[^\n]+(?:\n(?=[^\n]*\S)[^\n]+)*")
ERRORS_OF = r"grammar|grammatical|spelling|translation|language|printing|typing|scribal|copying"
TALK = re.compile(
    r"\bsic\b|\b(?:correct|find|spot|mark|underline) (?:the|all|any|its|their) (?:mistakes?|errors?|faults?)\b|\bmis(?:print|spell|spelt|translat|quot)\w*|\btypos?\b|\btypographical\b|\bungrammatical\w*|\bsolecisms?\b"
    r"|\b(?:the|his|her|its|their|this|bad|poor|odd|wrong|own|original) (?:spelling|punctuation|grammar|orthography)\b"
    rf"|\b(?:{ERRORS_OF}) (?:errors?|mistakes?|slips?|faults?|howlers?|blunders?)\b|\b(?:errors?|mistakes?|howlers?) (?:are|is) (?:the|his|her|its|their|part)\b"
    r"|\b(?:errors?|mistakes?|slips|howlers?) (?:in|of) (?:the )?(?:grammar|spelling|translation|print)\b"
    r"|\b(?:manuscripts?|scribes?|copyists?|proof-?readers?|facsimile|verbatim|transcri(?:bed|ption|ber)s?)\b"
    r"|\bas (?:it|they) stands?\b|\bas here\b|\bin the original\b|\b(?:appears?|stands?|printed|written|occurs?) twice\b"
    r"|\bthe (?:words?|phrases?|form|sentence|expression|spelling)s? [\"“‘'«*_]|\b(?:broken|bad|poor|pidgin|garbled|mangled) English\b"
    r"|\b(?:machine|automatic|computer|Google) (?:output|translat\w+)|\btranslation (?:machine|software|program|engine)s?\b"
    r"|\b(?:reads|spelt|spelled|mis-?heard as|rendered as|translated as)\s?:? [\"“‘'«*_]",
    re.I,
)


@lru_cache(maxsize=2)  # asked by every rule until one edits the text
def cited(text: str) -> tuple[tuple[int, int], ...]:
    """The spans that are shown rather than said, in order and disjoint, as (start, end): what stands inside quotation
    marks of at most LONGEST characters, without blanks at either end; where the text speaks of errors, the marks too,
    AROUND characters about the talk, and the paragraph that a colon announces or whose first line is an item of a list."""
    talk = list(_talk(text))
    spans = [*_quoted(text, whole=bool(talk)), *talk]
    held: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if held and start <= held[-1][1]:
            held[-1] = (held[-1][0], max(held[-1][1], end))
        else:
            held.append((start, end))
    return tuple(held)


def _quoted(text: str, whole: bool) -> Iterator[tuple[int, int]]:
    """What stands in quotation marks: the inside, or the `whole` with its marks."""
    for m in MARKED.finditer(text):
        if m.end() - m.start() <= LONGEST:
            yield m.span() if whole else _inside(text, m.start(), m.end())
    yield from (m.span() for m in QUOTED_LINE.finditer(text))
    for p in PARAGRAPH.finditer(text):
        marks = [p.start() + i for i, c in enumerate(p[0]) if c == '"']
        if len(marks) % 2 == 0:
            for a, b in zip(marks[::2], marks[1::2], strict=True):
                if b - a <= LONGEST:
                    yield (a, b + 1) if whole else _inside(text, a, b + 1)


def _inside(text: str, start: int, end: int) -> tuple[int, int]:
    said = text[start + 1 : end - 1]
    return start + 1 + len(said) - len(said.lstrip()), end - 1 - len(said) + len(said.rstrip())


def _talk(text: str) -> Iterator[tuple[int, int]]:
    """The surroundings of talk of errors."""
    if not TALK.search(text):
        return
    paragraphs = list(PARAGRAPH.finditer(text))
    for p in paragraphs:
        for m in TALK.finditer(text, p.start(), p.end()):
            yield max(p.start(), m.start() - AROUND), min(p.end(), m.end() + AROUND)
    for p, sample in pairwise(paragraphs):
        announced = p[0].rstrip().endswith(":") or LISTED.match(sample[0])
        if announced and len(sample[0]) <= LONGEST and TALK.search(p[0][-2 * AROUND :]):
            yield sample.span()


def apart(findings: Iterable[Finding], spans: Sequence[tuple[int, int]]) -> tuple[list[Finding], list[Finding]]:
    """The findings that are the text's own, and those that lie wholly inside one of the spans."""
    starts = [a for a, _ in spans]
    own: list[Finding] = []
    shown: list[Finding] = []
    for f in findings:
        at = bisect.bisect_right(starts, f.start) - 1
        (shown if at >= 0 and f.end <= spans[at][1] else own).append(f)
    return own, shown
