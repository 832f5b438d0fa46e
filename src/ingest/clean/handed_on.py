"""What a dropped line tells of its article: 'Published on 12 May 2024' -> published. No rule: what `boilerplate.py` asks.

Only lines near the head of the article, or inside it, are asked: a date further off is a teaser's.
"""

import re
from collections.abc import Container, Sequence

from ingest.clean.prose import Judged

NEAR = 8  # lines above the first line of the article, as for its lead in `stretch.py`
LONGEST = 100  # characters of a line that is handed on
DIGITS = re.compile(r"\d{1,4}\D+\d{1,4}|\d{6,8}")  # a date holds two numbers
CHANGED = re.compile(
    r"\W{0,3}(?:last (?:updated|modified)|updated|modified|aktualisiert|zuletzt|letzte änderung|mis à jour|modifié|actualizad|"
    r"última (?:actualización|modificación|atualização)|atualizad|aggiornat|ultim[oa] (?:aggiornamento|modifica)|bijgewerkt|laatst|"
    r"aktualizacja|zaktualizowan|обновлен|изменен|оновлен|змінен|güncelle|ενημέρωση|ενημερώθηκε|更新|최종|수정|آخر تحديث)",
    re.I,
)
NAMED = re.compile(r"\W{0,3}(?:written by |words by |text by |[^\W\d_]{3,20}: ?)(?=[^\W\d_])", re.I)

Hint = tuple[str, str]
"""(field, value), as `Finding.hint` wants it."""


def handed_on(lines: Sequence[str], judged: Sequence[Judged], out: Container[int]) -> dict[int, Hint]:
    """The hints that dropped lines hand on, by the line's place; `out` holds the places of the dropped ones."""
    kept = [k for k in range(len(lines)) if k not in out]
    if not kept:
        return {}
    hints = {}
    for k in range(max(0, kept[0] - NEAR), kept[-1]):
        hint = _hint(lines[k], judged[k].reason) if k in out and len(lines[k]) <= LONGEST else None
        if hint:
            hints[k] = hint
    return hints


def _hint(line: str, why: str | None) -> Hint | None:
    if why in ("dateline", "date") and DIGITS.search(line):
        return "modified" if CHANGED.match(line) else "published", line
    if why == "byline" and NAMED.match(line) and ";" not in line and not line.endswith("."):
        return "authors", line
    return None
