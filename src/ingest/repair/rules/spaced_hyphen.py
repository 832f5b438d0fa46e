"""Blanks around a hyphen: 'a so - called expert', 'Jean - Claude', '12 - year - old', 'the Middle - East'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.lexicon import pairs, words

FAULT = re.compile(r"(?<![\w-])([A-Za-zÀ-ÿ]{2,30})( - )([A-Za-zÀ-ÿ]{2,30})(?![\w-]| -)")
AGE = re.compile(r"\b(?:\d{1,4}|[a-z]{3,10})( ?- ?)(?:year|month|week|day)( ?- ?)(?:old|long)s?\b")
SPAN = re.compile(r"\b\d{1,4}( - )(?:year|month|week|day|hour|minute|mile|metre|meter|member|point|storey)\b(?= [a-z])")
NOUNS = frozenset(
    ["pro", "ex", "sub", "co", "vice", "trans", "mid", "post", "counter", "pan"]
)  # words of their own: only before a name
SMALL = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "from",
        "and",
        "or",
        "but",
        "is",
        "are",
        "was",
        "were",
        "be",
        "that",
        "this",
        "it",
        "as",
    ]
)


@repair_rule("spaced-hyphen", phase=22, languages=("en",))
def find(view: View) -> Iterator[Finding]:
    """`a so - called expert in the Middle - East` -> `a so-called expert in the Middle East`. Seen in statistical
    output and in pages whose hyphens were tokenized.

    Only compounds of the lexicon, prefixes, first names, ages, names that have no hyphen in English, and compounds
    that the document writes elsewhere. A dash between clauses is none of them.
    """
    if " - " not in view.text and "- year" not in view.text and "year -" not in view.text:
        return
    prefixes, compounds, given = words("en", "prefixes"), words("en", "compounds"), words("en", "double-names")
    unhyphened = pairs("en", "unhyphened")
    for m in FAULT.finditer(view.text):
        first, second = m[1], m[3]
        joined = f"{first}-{second}".lower()
        if f"{first} - {second}" in unhyphened:
            yield Finding(m.start(2), m.end(2), " ", evidence="lexicon")
        elif joined in compounds or (first in given and second[0].isupper()):
            yield Finding(m.start(2), m.end(2), "-", evidence="lexicon")
        elif _prefixed(first, second, prefixes) and m.start() and view.text[m.start() - 1] != "\n":
            yield Finding(m.start(2), m.end(2), "-", evidence="a prefix")
        elif f"{first}-{second}" in view.text:
            yield Finding(m.start(2), m.end(2), "-", evidence="elsewhere in the document")
    for m in AGE.finditer(view.text):
        for group in (1, 2):
            if m[group] != "-":
                yield Finding(m.start(group), m.end(group), "-", evidence="an age or a length of time")
    for m in SPAN.finditer(view.text):
        yield Finding(m.start(1), m.end(1), "-", evidence="a measure before a noun")


def _prefixed(first: str, second: str, prefixes: frozenset[str]) -> bool:
    """Whether `first` is a prefix of `second`: 'anti - war', 'sub - Saharan', but not 'he was a pro - everyone said so'."""
    small = first.lower()
    return small in prefixes and second.lower() not in SMALL and (small not in NOUNS or second[0].isupper())
