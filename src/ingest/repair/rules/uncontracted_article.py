"""Preposition and article that must contract: 'la casa de el alcalde', 'il libro di il maestro'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule

CONTRACTED = {
    "es": {"de el": "del", "a el": "al"},
    "it": {
        "di il": "del", "a il": "al", "da il": "dal", "in il": "nel", "su il": "sul",
        "di la": "della", "in la": "nella", "di lo": "dello", "di i": "dei", "di gli": "degli",
    },
}  # fmt: skip
FAULTS = {
    tag: re.compile(rf"(?<![\w'’-])({'|'.join(map(re.escape, forms))}) (?=[a-zà-ÿ]{{2}})")
    for tag, forms in CONTRACTED.items()
}


@repair_rule("uncontracted-article", phase=50, languages=tuple(CONTRACTED), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`la casa de el alcalde` -> `la casa del alcalde`. Seen in rule-made and word-by-word translations.

    Only small letters before a small letter: `de El Salvador` and `de él` are right. French and Portuguese are left:
    `de le faire` and `apesar de o governo ter` are right too.
    """
    tag = view.language.split("-")[0]
    for m in FAULTS[tag].finditer(view.text):
        yield Finding(m.start(1), m.end(1), CONTRACTED[tag][m[1]], evidence="preposition and article contract")
