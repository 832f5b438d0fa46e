"""Stage 4, clean: debris that is nobody's text. Rules on the editing engine, one module each.

| phase | rules                                   | group      |
| ----- | --------------------------------------- | ---------- |
| 10    | mojibake                                | characters |
| 20    | control-characters                      | characters |
| 30    | entities                                | characters |
| 40    | zero-width, soft-hyphens                | characters |
| 50    | odd-spaces                              | characters |
| 60    | trailing-spaces                         | lines      |
| 70    | in-text-header                          | full       |
| 80    | blank-lines                             | lines      |

Mojibake goes first: what looks like a control character or an odd space may be half of a letter.
"""

from dataclasses import dataclass

from ingest.core.config import Clean as CleanSettings
from ingest.core.editing import edit
from ingest.core.members import clean_rules
from ingest.core.model import Document, Reject

__all__ = ["LEVELS", "Clean"]

LEVELS = {
    "off": (),
    "characters": ("characters",),
    "lines": ("characters", "lines"),
    "full": ("characters", "lines", "full"),
}


@dataclass(frozen=True, slots=True)
class Clean:
    """Document -> Document, or the reject `empty` where only debris stood."""

    settings: CleanSettings

    def __call__(self, document: Document) -> Document | Reject:
        """Run the rules of the level."""
        groups = LEVELS[self.settings.level]
        rules = [rule for rule in clean_rules.members().values() if rule.switch in groups]
        cleaned = edit(document, "clean", rules, self.settings)
        if not cleaned.text.strip():
            message, encoding = "nothing was left after cleaning", document.decoding.encoding
            return Reject(document.path, document.key, "clean", "empty", message, document.text[:200], encoding)
        return cleaned
