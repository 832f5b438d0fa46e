"""Blanks around a hyphen: 'a so - called expert', 'Jean - Claude', '12 - year - old', 'the Middle - East'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.lexicon import pairs, words

FAULT = re.compile(r"(?<![\w-])([A-Za-zÀ-ÿ]{2,30})( - )([A-Za-zÀ-ÿ]{2,30})(?![\w-]| -)")
AGE = re.compile(r"\b(?:\d{1,4}|[a-z]{3,10})( ?- ?)(?:year|month|week|day)( ?- ?)(?:old|long)s?\b")
SPAN = re.compile(r"\b\d{1,4}( - )(?:year|month|week|day|hour|minute|mile|metre|meter|member|point|storey)\b(?= [a-z])")
TENS = r"[Tt]wenty|[Tt]hirty|[Ff]orty|[Ff]ifty|[Ss]ixty|[Ss]eventy|[Ee]ighty|[Nn]inety"
UNITS = "one|two|three|four|five|six|seven|eight|nine|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
NUMBER = re.compile(rf"(?<![\w-])(?:{TENS})( - )(?:{UNITS})\b(?! -)")
HALVES = "Anglo|Franco|Sino|Russo|Indo|Afro|Euro|Greco|Austro|Serbo|Hispano|Luso|Italo|Germano|Asia|Israelo|Turko|Judeo|Ibero"
JOINED = re.compile(rf"\b(?:{HALVES})( - )[A-Z][a-z]{{3,20}}\b(?! -)")
SYLLABLES = "Ki|Jong|Geun|Moo|Myung|Dae|Jae|Sung|Tae|Hyun|Chun|Jin|Seok|Kyung|Il|Un|Seung|Sang|Yong|Young|Woo"
KOREAN = re.compile(rf"\b[A-Z][a-z]{{1,5}} (?:{SYLLABLES})( - )[a-z]{{2,6}}\b(?! -)")
ARABIC = re.compile(r"(?<![\w-])(?:al|el|Al|El)( - )[A-Z][a-z]{3,20}\b(?! -)")
DESCRIBED = re.compile(  # an adjective right after an article: a dash cannot follow it before a noun comes
    r"\b(?:[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y) (?:very |more |most )?(?:self|well|ill|high|low|long|short|last|first|second|third|early"
    r"|late|old|new|half|full|part|open|hard|large|small|middle|upper|lower|single|double|deep|fast|left|right|ever|much"
    r"|multi|non|all|one|two|three|four|five|six|seven|eight|nine|ten|twelve)( - )([a-z]{3,20})(?= [a-z]{3,20}\b)"
)
PARTS = "led|based|backed|born|owned|run|funded|sponsored|made|controlled|dominated|occupied|held|speaking|related|friendly|sized|driven"
PARTICIPLE = re.compile(rf"(?<![\w-])([A-Z][\w.]{{1,20}}|[a-z]{{3,20}})( - )(?:{PARTS})(?= ([a-z]{{3,20}})\b)")
COUNT = re.compile(
    r"\b(?:[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Tt]welve|[Tt]wenty)( - )"
    r"(?:day|hour|week|month|year|man|storey|point|party|state|member|way|part|room|page|mile|minute|metre|bedroom|time)\b(?= [a-z]{3,})"
)
RANKED = re.compile(
    r"\b[Tt]he (?:first|second|third|fourth|fifth)( - )(?:place|half|round|quarter|class|degree|rate|time|person|party|world|hand|generation|grade|year)\b(?= [a-z]{3,})"
)
MODEL = re.compile(r"\b(?:(?:COVID|Covid|MiG|AK|Su)( - )\d{1,3}|F( - )(?:15|16|18|22|35)|G( - )(?:7|8|20|77))\b")
CHAIN = re.compile(r"(?<![\w-])[A-Za-z]{1,20}(?: - [a-z]{1,20}){2,4}(?![\w-])")
MEASURED = (
    (SPAN, "a measure before a noun"),
    (COUNT, "a measure before a noun"),
    (RANKED, "a rank before a noun"),
    (NUMBER, "a number"),
    (JOINED, "half a people's name"),
    (KOREAN, "a given name"),
    (ARABIC, "an article of a name"),
)
ABBREVIATED = frozenset(["co", "sub"])  # in capitals: a company, a boat
NOUNS = frozenset(["pro", "ex", "vice", "post", "counter", "pan"])  # words of their own: only before a name


@repair_rule("spaced-hyphen", phase=22, languages=("en",))
def find(view: View) -> Iterator[Finding]:
    """`a so - called expert in the Middle - East` -> `a so-called expert in the Middle East`. Seen in statistical
    output and in pages whose hyphens were tokenized.

    Only compounds of the lexicon, prefixes, first names, ages, numbers, two peoples before a noun, names that have no
    hyphen in English, what stands between an article and its noun, and compounds that the document writes elsewhere. A
    dash between clauses is none of them.
    """
    if " - " not in view.text and "- year" not in view.text and "year -" not in view.text:
        return
    taken: set[int] = set()
    for finding in _found(view.text):
        if finding.start not in taken:
            taken.add(finding.start)
            yield finding


def _found(text: str) -> Iterator[Finding]:
    """Every finding; one hyphen may be found in several ways."""
    for m in FAULT.finditer(text):
        proof = _proof(text, m)
        if proof:
            yield Finding(m.start(2), m.end(2), " " if proof == "lexicon of names" else "-", evidence=proof)
    for m in AGE.finditer(text):
        for group in (1, 2):
            if m[group] != "-":
                yield Finding(m.start(group), m.end(group), "-", evidence="an age or a length of time")
    for pattern, proof in MEASURED:
        for m in pattern.finditer(text):
            yield Finding(m.start(1), m.end(1), "-", evidence=proof)
    for m in MODEL.finditer(text):
        group = next(g for g in (1, 2, 3) if m[g])
        yield Finding(m.start(group), m.end(group), "-", evidence="the name of a model")
    for m in PARTICIPLE.finditer(text):
        if m[3] not in words("en", "function") and (m[1][0].isupper() or m[1] in words("en", "common")):
            yield Finding(m.start(2), m.end(2), "-", evidence="a participle before a noun")
    for m in CHAIN.finditer(text):
        if m[0].replace(" - ", "-").lower() in words("en", "compounds"):
            for gap in re.finditer(" - ", m[0]):
                yield Finding(m.start() + gap.start(), m.start() + gap.end(), "-", evidence="lexicon")
    for m in DESCRIBED.finditer(text):
        if m[2] not in words("en", "function"):
            yield Finding(m.start(1), m.end(1), "-", evidence="between an article and its noun")


def _proof(text: str, m: re.Match[str]) -> str | None:
    """What speaks for the two words being one; None where nothing does."""
    first, second = m[1], m[3]
    if first == second:
        return None
    joined = f"{first}-{second}".lower()
    if f"{first} - {second}" in pairs("en", "unhyphened"):
        return "lexicon of names"
    if joined in words("en", "compounds") or (first in words("en", "double-names") and second[0].isupper()):
        return "lexicon"
    if _prefixed(first, second, words("en", "prefixes")) and (
        (m.start() and text[m.start() - 1] != "\n") or first.lower() not in NOUNS
    ):
        return "a prefix"
    peoples = words("en", "demonyms")
    if first in peoples and second in peoples and text[m.end() : m.end() + 2].strip().islower():
        return "two peoples before a noun"
    return "elsewhere in the document" if f"{first}-{second}" in text else None


def _prefixed(first: str, second: str, prefixes: frozenset[str]) -> bool:
    """Whether `first` is a prefix of `second`: 'anti - war', 'sub - Saharan', but not 'he was a pro - everyone said so'."""
    small = first.lower()
    return (
        small in prefixes
        and (first.islower() or small not in ABBREVIATED)
        and second.lower() not in words("en", "function")
        and (small not in NOUNS or second[0].isupper())
    )
