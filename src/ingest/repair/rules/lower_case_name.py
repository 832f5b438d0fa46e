"""Names of peoples, languages and days without their capital: 'the french minister arrived on monday'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.lexicon import listed, words
from ingest.repair.prose import is_cased

WORD = re.compile(r"(?<![\w\-./#@&'’])[a-z]{4,14}(?![\w\-/@_]|\.\w|['’]?[A-Z])")

SEVERAL = (
    "united states|united nations|united kingdom|middle east|new york|new delhi|new zealand|north korea|south korea|south africa|saudi arabia"
    "|sri lanka|latin america|hong kong|los angeles|san francisco|european union|soviet union"
)
HALF = "|".join(
    f"[{w[0]}{w[0].upper()}]{w[1:]}" for w in SEVERAL.split("|") if "union" not in w
)  # 'a European union' is one of many
NAMES = re.compile(rf"(?<![\w-])(?:{SEVERAL}|{HALF})(?![\w-])")  # 'United kingdom' too
ADDRESS = re.compile(r"(?<![\w.@/-])(?:mrs?(?=\.? [A-Z][a-z])|(?:ms|dr|prof)(?=\. [A-Z][a-z]))")
MONTH = re.compile(
    r"\b(?:in|since|until|last|next|early|late|of|between|\d{1,2}(?:st|nd|rd|th)?(?: of)?) (august|march|may)(?= (?:1[5-9]|20)\d\d\b)"
    r"|\b(?:in|since|until|last|next|in early|in late|in mid) (august|march)(?=[.,;:]|\Z)|\b(?:month|end|beginning|middle|\d{1,2}(?:st|nd|rd|th)?) of (may|march|august)\b"
)


@repair_rule("lower-case-name", phase=50, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`the french minister arrived on monday` -> `the French minister arrived on Monday`. Seen in output that was
    lower-cased and not cased again, from languages that write such words small.

    Only in a text whose sentences begin with capitals, and not in fixed terms (`french fries`, `german measles`).
    """
    names = words("en", "lower-names")
    found = [m for m in WORD.finditer(view.text) if m[0] in names]
    several = [m for p in (NAMES, MONTH, ADDRESS) for m in p.finditer(view.text)]
    if not (found or several) or not is_cased(view.text):
        return
    taken: list[tuple[int, int]] = []
    for m in sorted(several, key=lambda m: m.start()):
        start, end = m.span(next((g for g in (1, 2, 3) if m.re is MONTH and m[g]), 0))
        said = view.text[start:end]
        capital = " ".join(w.capitalize() for w in said.split(" "))
        taken.append((start, end))
        yield Finding(start, end, capital, evidence="lexicon")
    fixed = listed("en", "small-terms")
    for m in found:
        if any(a <= m.start() < b for a, b in taken):
            continue
        if not any(view.text.startswith(term, m.start()) for term in fixed if term.startswith(m[0])):
            yield Finding(m.start(), m.end(), m[0].capitalize(), evidence="lexicon")
