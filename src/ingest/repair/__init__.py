"""Stage 6, repair: what a translation machine did to the author's text. Rules on the editing engine, one module each.

Phases are told in `rules/__init__.py`. A rule that changes words runs at level `safe` only where the gate is open.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.core.config import Repair as RepairSettings
from ingest.core.editing import Finding, Rule, View, edit
from ingest.core.members import repair_rules
from ingest.core.model import Document, Fact
from ingest.repair.gate import is_open
from ingest.repair.protected import protected, untouched
from ingest.repair.spoken import rule_language

__all__ = ["Repair"]

SURE = 0.8  # with the gate closed, a finding of a rule that changes no words is applied from this confidence on


@dataclass(frozen=True, slots=True)
class Repair:
    """Document -> Document."""

    settings: RepairSettings

    def __call__(self, document: Document) -> Document:
        """Run the rules that level and gate allow; count what was found as the fact mt_evidence."""
        level = self.settings.level
        if level == "off":
            return document
        asked = replace(document, language=replace(document.language, tag=rule_language(document)))
        rules = {n: r for n, r in repair_rules.members().items() if r.knows(asked.language.tag)}
        counts: dict[str, int] = {}
        mended = edit(asked, "repair", [_guarded(r, level, counts) for r in rules.values()], self.settings)
        if level == "safe" and counts and not is_open(rules, counts):
            tame = [_guarded(r, level, {}, SURE) for r in rules.values() if not r.changes_words]
            mended = edit(asked, "repair", tame, self.settings)
        facts = (
            Fact("mt_score", None, "repair", 0.0),
            Fact("mt_likely", None, "repair", 0.0),
            Fact("mt_evidence", sum(counts.values()), "repair", 1.0),
        )
        return replace(mended, language=document.language, facts=(*mended.facts, *facts))


def _guarded(rule: Rule, level: str, counts: dict[str, int], least: float = 0.0) -> Rule:
    """The rule, kept off protected spans and counted; its findings below confidence `least` and, at level `flag`, all
    of them change nothing."""

    def find(view: View) -> Iterator[Finding]:
        findings = list(rule.find(view))
        if not findings:
            return
        findings = list(untouched(findings, protected(view.text)))
        if findings:
            counts[rule.name] = len(findings)
        for finding in findings:
            tame = level == "flag" or finding.confidence < least
            yield replace(finding, replacement=None) if tame else finding

    return replace(rule, find=find)
