"""Blanks inside brackets: 'a fine ( 40 euros ) was paid'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

FAULT = re.compile(r"(?<![^\s“\"‘'])\(( )(\w[^()\n]{0,200}?\S)( )\)(?=[\s.,;:!?”\"’]|\Z)")
WORD = re.compile(r"[^\W\d_]{2}|^(?:\d{1,3}[:–-]\d{1,3}|(?:1[5-9]|20)\d\d)$")  # a word, a result, a year


@repair_rule(
    "padded-bracket", phase=20, languages=("en", "fr", "de", "es", "pt", "it", "nl", "pl", "ro", "sv"), weight=0.5
)
def find(view: View) -> Iterator[Finding]:
    """`a fine ( 40 euros ) was paid` -> `a fine (40 euros) was paid`. Seen in output that was never detokenized.

    Only with a blank inside both, none missing outside and a word between: `f( x )`, `( * )` and `( )` stay, and
    addresses, which the bracket would become a part of. Never sure alone: pages whose links were torn out have such
    brackets too, so other marks of a machine must stand beside it; less so where the document also sets some without.
    """
    if "( " not in view.text:
        return
    plain = bool(re.search(r"\(\w[^()\n]{0,200}\w\)", view.text))
    for m in FAULT.finditer(view.text):
        if WORD.search(m[2]) and "/" not in m[2]:
            for group in (1, 3):
                yield Finding(
                    m.start(group), m.end(group), "", evidence="a blank inside both", confidence=0.6 if plain else 0.75
                )
