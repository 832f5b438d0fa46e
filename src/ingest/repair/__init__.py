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
from ingest.repair.style import model, mt_score

__all__ = ["Repair"]

SURE = 0.8  # with the gate closed and no machine's style, a rule that changes no words edits from this confidence on


@dataclass(frozen=True, slots=True)
class Repair:
    """Document -> Document."""

    settings: RepairSettings

    def __call__(self, document: Document) -> Document:
        """Run the rules that level and gate allow; count what was found as the fact mt_evidence."""
        level = self.settings.level
        known = told_source(document)
        if level == "off":
            return replace(document, facts=(*document.facts, *known))
        tag = rule_language(document)
        score = mt_score(document.text, tag)
        shipped = model(tag.split("-")[0])
        likely = score is not None and shipped is not None and score > shipped.threshold
        asked = replace(document, language=replace(document.language, tag=tag))
        rules = {n: r for n, r in repair_rules.members().items() if r.knows(tag)}
        away = foreign(document)
        counts: dict[str, int] = {}
        mended = edit(asked, "repair", [_guarded(r, level, counts, away) for r in rules.values()], self.settings)
        if level == "safe" and counts and not is_open(rules, counts, likely):
            least = 0.0 if likely else SURE
            tame = [_guarded(r, level, {}, away, least) for r in rules.values() if not r.changes_words]
            mended = edit(asked, "repair", tame, self.settings)
        edited = {e.rule for e in mended.edits[len(document.edits) :]}
        facts = (
            Fact("mt_score", score, "repair", 1.0),
            Fact("mt_likely", None if score is None else likely, "repair", 1.0),
            Fact("mt_evidence", sum(counts.values()), "repair", 1.0),
            Fact("mt_flags", tuple(sorted(counts.keys() - edited)), "repair", 1.0),
            *known,
        )
        return replace(mended, language=document.language, facts=(*mended.facts, *facts))


def told_source(document: Document) -> tuple[Fact, ...]:
    """The language a page says it was machine-translated from; a tag is preferred to a bare mark (`und`)."""
    hints = document.hinted("mt_source_language")
    best = next((h for h in hints if h.value and h.value != "und"), hints[0] if hints else None)
    return (Fact("mt_source_language", best.value or "und", best.origin, 1.0),) if best else ()


def foreign(document: Document) -> tuple[str, ...]:
    """The stretches of the text in another language than the document's, in order."""
    own = document.language.tag.split("-")[0]
    return tuple(
        document.text[a:b] for a, b, tag in document.language.stretches if tag.split("-")[0] not in (own, "und")
    )


def _guarded(rule: Rule, level: str, counts: dict[str, int], away: tuple[str, ...], least: float = 0.0) -> Rule:
    """The rule, kept off protected spans and counted; its findings below confidence `least` and, at level `flag`, all
    of them change nothing."""

    def find(view: View) -> Iterator[Finding]:
        findings = list(rule.find(view))
        if not findings:
            return
        findings = list(untouched(findings, protected(view.text, away)))
        if findings:
            counts[rule.name] = len(findings)
        for finding in findings:
            tame = level == "flag" or finding.confidence < least
            yield replace(finding, replacement=None) if tame else finding

    return replace(rule, find=find)
