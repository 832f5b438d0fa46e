"""Stage 4, clean: debris that is nobody's text. Rules on the editing engine, one module each.

| phase | rules                                       | group       |
| ----- | ------------------------------------------- | ----------- |
| 5     | next-lines                                  | characters  |
| 10    | mojibake                                    | characters  |
| 20    | control-characters                          | characters  |
| 25    | tags                                        | markup      |
| 30    | entities                                    | characters  |
| 35    | bbcode, markdown-links, wiki-markup         | markup      |
| 40    | zero-width, soft-hyphens                    | characters  |
| 45    | ligatures, unicode-form                     | characters  |
| 50    | odd-spaces                                  | characters  |
| 52    | mail-signature                              | boilerplate |
| 53    | feed-footer                                 | boilerplate |
| 55    | trailing-spaces                             | spacing     |
| 60    | page-furniture                              | pages       |
| 65    | hard-wraps                                  | wraps       |
| 66    | torn-lines                                  | wraps       |
| 67    | page-breaks                                 | pages       |
| 70    | in-text-header                              | headers     |
| 75    | boilerplate                                 | boilerplate |
| 77    | publishers-call                             | boilerplate |
| 80    | inner-spaces                                | spacing     |
| 85    | paragraph-gaps                              | spacing     |
| 90    | blank-lines                                 | spacing     |

Line ends and mojibake go first: what looks like a control character or an odd space may be half of a letter.
Characters go before lines, and lines before boilerplate: a word that is split or glued hides a sentence, a wrapped
sentence looks like a menu. All rules run again until none finds anything, so that a cleaned text is clean for good:
a reference may hide a tag, and a dropped menu a column.
"""

from dataclasses import dataclass, replace

from ingest.clean.taken import facts
from ingest.core.config import Clean as CleanSettings
from ingest.core.editing import Rule, edit
from ingest.core.members import clean_rules
from ingest.core.model import Document, Reject

__all__ = ["LEVELS", "PASSES", "Clean"]

LINES = ("characters", "markup", "pages", "wraps", "spacing")
LEVELS = {
    "off": (),
    "characters": ("characters",),
    "lines": LINES,
    "full": (*LINES, "headers", "boilerplate"),
}
PASSES = 8  # at most; texts that were seen need two to four


@dataclass(frozen=True, slots=True)
class Clean:
    """Document -> Document, or the reject `empty` where only debris stood."""

    settings: CleanSettings

    def __call__(self, document: Document) -> Document | Reject:
        """Run the rules of the level until nothing is found; state what was met as facts."""
        rules = self.rules()
        cleaned = document
        for _ in range(PASSES if rules else 0):
            before = len(cleaned.edits)
            cleaned = edit(cleaned, "clean", rules, self.settings)
            if len(cleaned.edits) == before:
                break
        if not cleaned.text.strip():
            message, encoding = "nothing was left after cleaning", document.decoding.encoding
            return Reject(document.path, document.key, "clean", "empty", message, document.text[:200], encoding)
        groups = {rule.name: rule.switch or "" for rule in rules}
        told = facts(cleaned.text, cleaned.edits[len(document.edits) :], groups)
        return replace(cleaned, facts=(*cleaned.facts, *told))

    def rules(self) -> list[Rule]:
        """The rules that the level and the groups' own settings allow; a third party's group has no setting."""
        on = [group for group in LEVELS[self.settings.level] if getattr(self.settings, group, True)]
        return [rule for rule in clean_rules.members().values() if rule.switch in on]
