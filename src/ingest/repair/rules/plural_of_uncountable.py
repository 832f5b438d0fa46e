"""Plurals that English does not have: 'informations', 'advices', 'furnitures'."""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import repair_rule
from ingest.repair.prose import is_old

NOUNS = "information|advice|furniture|software|luggage|baggage|knowledge|equipment|homework|feedback|hardware|housework|machinery|rubbish|merchandise|scenery|leisure|garbage|electricity|happiness|violence|wealth|patience|courage|gratitude"
FAULT = re.compile(
    rf"\b(?:{NOUNS})(s)(?![\w-])(?: (are|were|have|do)\b(?! not))?(?! (?:that|the|a|an|us|him|her|them|me|you|all|from|laid|filed|sworn|against)\b)",
    re.I,
)
PROOFS = re.compile(
    r"\b(?:no|any|more|enough|sufficient|new|strong|clear|much) evidence(s)\b(?! (?:the|that|a|an|his|her|its|their|how|what)\b)"
)
SINGULAR = {"are": "is", "were": "was", "have": "has", "do": "does"}
COUNTED = re.compile(
    r"\b(?:shipping|payment|credit|remittance|these|those|many|few|last|latest|late|recent|criminal|several|two|three|both|an?|one|each|every) $",
    re.I,
)


@repair_rule("plural-of-uncountable", phase=60, languages=("en",), changes_words=True)
def find(view: View) -> Iterator[Finding]:
    """`all the informations he needs` -> `all the information he needs`. Seen in translations from French, Spanish and
    German.

    Only nouns that have no plural at all (`researches`, `coffees`, `evidences` do, or are verbs), and not after a
    word that would then be wrong itself: `these informations`; not in a text of an older day, which has the plurals.
    """
    found = list(FAULT.finditer(view.text))
    if found and is_old(view.text):
        return
    for m in found:
        if not COUNTED.search(view.text[max(0, m.start() - 12) : m.start()]):
            yield Finding(m.start(1), m.end(1), "", evidence="a noun without a plural")
            if m[2]:
                yield Finding(m.start(2), m.end(2), SINGULAR[m[2]], evidence="the verb of a noun without a plural")
    for m in PROOFS.finditer(view.text):
        yield Finding(m.start(1), m.end(1), "", evidence="a noun without a plural, after a word that no verb follows")
