"""Elided articles in two pieces: 'l' homme', 'd ' État'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

FAULT = re.compile(
    r"\b(?:[ldjnstmcLDJNSTMC]|[qQ]u|[jJ]usqu|[lL]orsqu|[dD]ell|[nN]ell|[dD]all|[sS]ull|[uU]n)( ?)(['’])( )(?=[aeiouyhàâéèêëîïôûœAEIOUYHÀÂÉÈÊÎÔÛŒ])"
)


@repair_rule("split-elision", phase=5, languages=("fr", "it", "ca"))
def find(view: View) -> Iterator[Finding]:
    """`l' homme d ' État` -> `l'homme d'État`. Seen in tokenized output in French and Italian.

    Only before a vowel or h: an elision stands nowhere else.
    """
    if "' " in view.text or "’ " in view.text:
        for m in FAULT.finditer(view.text):
            yield Finding(m.start(1), m.end(3), m[2], evidence="an elision in two pieces")
