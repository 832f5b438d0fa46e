"""Stage 6, repair: what a translation machine did to the author's text. Rules on the editing engine, one module each.

Phase 10 mends quotes, 20 spacing, 30 the ends of sentences, 50 words. A rule that changes letters or digits runs at
level `safe` only on a document that shows at least GATE_KINDS kinds of machine marks.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.core.config import Repair as RepairSettings
from ingest.core.editing import Finding, Rule, View, edit
from ingest.core.members import repair_rules
from ingest.core.model import Document, Fact
from ingest.repair.protected import protected, untouched

__all__ = ["GATE_KINDS", "Repair"]

GATE_KINDS = 2  # one kind of mark is met in human text too (a lost full stop); two kinds rarely are


@dataclass(frozen=True, slots=True)
class Repair:
    """Document -> Document."""

    settings: RepairSettings

    def __call__(self, document: Document) -> Document:
        """Run the rules that level and document allow; count their findings as the fact mt_evidence."""
        level = self.settings.level
        if level == "off":
            return document
        rules = [r for r in repair_rules.members().values() if r.knows(document.language.tag)]
        view = View(document.text, document.language.tag, self.settings)
        spans = protected(document.text)
        counts = {r.name: len(list(untouched(r.find(view), spans))) for r in rules}
        marks = sum(1 for n in counts.values() if n)
        if level == "safe" and marks < GATE_KINDS:
            rules = [r for r in rules if not r.changes_words]
        guarded = [_guarded(r, level == "flag") for r in rules]
        mended = edit(document, "repair", guarded, self.settings)
        facts = (
            Fact("mt_score", None, "repair", 0.0),
            Fact("mt_likely", None, "repair", 0.0),
            Fact("mt_evidence", sum(counts.values()), "repair", 1.0),
        )
        return replace(mended, facts=(*mended.facts, *facts))


def _guarded(rule: Rule, only_flag: bool) -> Rule:
    """The rule, kept off protected spans; at level `flag` it points and changes nothing."""

    def find(view: View) -> Iterator[Finding]:
        for finding in untouched(rule.find(view), protected(view.text)):
            yield replace(finding, replacement=None) if only_flag else finding

    return replace(rule, find=find)
