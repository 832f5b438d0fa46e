"""Stage 6, repair: what a translation machine did to the author's text. Rules on the editing engine, one module each.

Phases are told in `rules/__init__.py`. A rule that changes words runs at level `safe` only where the gate is open.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.core.config import Repair as RepairSettings
from ingest.core.editing import Finding, Rule, View, edit
from ingest.core.members import repair_rules
from ingest.core.model import Document, Fact
from ingest.repair.cited import apart, cited
from ingest.repair.gate import OPEN, Tally, is_open, weighed
from ingest.repair.prose import is_casual
from ingest.repair.protected import is_untouchable, protected, untouched
from ingest.repair.spoken import rule_language
from ingest.repair.style import style_score
from ingest.repair.verdict import TOLD, is_likely, joined, verdict

__all__ = ["Repair"]

NEVER = 2.0  # a confidence that no rule has: with the gate closed, a chat keeps its blanks and marks
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
            told = (Fact("mt_verdict", TOLD, known[0].origin, 1.0), *known) if known else ()
            return replace(document, facts=(*document.facts, *told))
        tag = rule_language(document)
        away = foreign(document)
        style = None if is_untouchable(document.text, away) else style_score(document.text, tag)
        likely = is_likely(style, tag)
        asked = replace(document, language=replace(document.language, tag=tag))
        rules = {n: r for n, r in repair_rules.members().items() if r.knows(tag)}
        tally = Tally()
        mended = edit(asked, "repair", [_guarded(r, level, tally, away) for r in rules.values()], self.settings)
        counts = tally.counted(rules, mixed=is_mixed(document))
        weight, machine = weighed(rules, counts)
        if level == "safe" and tally.found() and not is_open(weight, likely):
            least = NEVER if is_casual(document.text) else 0.0 if likely else SURE
            tame = [_guarded(r, level, Tally(), away, least) for r in rules.values() if not r.changes_words]
            mended = edit(asked, "repair", tame, self.settings)
        edited = {e.rule for e in mended.edits[len(document.edits) :]}
        score = joined(style, machine, weight >= OPEN)
        likely = is_likely(score, tag)
        facts = (
            Fact("mt_score", score, "repair", 1.0),
            Fact("mt_likely", None if score is None else likely, "repair", 1.0),
            Fact("mt_verdict", verdict(bool(known), weight, score, likely), "repair", 1.0),
            Fact("mt_evidence", counts.total(), "repair", 1.0),
            Fact("mt_flags", tuple(sorted(tally.found() - edited)), "repair", 1.0),
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


def is_mixed(document: Document) -> bool:
    """Whether the document was found to be in more than one language."""
    return any(tag.split("-")[0] != document.language.tag.split("-")[0] for tag, _ in document.language.shares)


def _guarded(rule: Rule, level: str, tally: Tally, away: tuple[str, ...], least: float | None = None) -> Rule:
    """The rule, kept off protected spans and tallied. At level `flag` its findings change nothing; nor, where `least` is
    given (the gate is closed), do those below that confidence, and those that the text only shows, if all are."""

    def find(view: View) -> Iterator[Finding]:
        findings = list(rule.find(view))
        if not findings:
            return
        findings = list(untouched(findings, protected(view.text, away)))
        own, shown = apart(findings, cited(view.text))
        tally.own[rule.name] = len(own)
        tally.cited[rule.name] = len(shown)
        for finding in findings:
            kept = level == "flag" or (least is not None and (finding.confidence < least or not own))
            yield replace(finding, replacement=None) if kept else finding

    return replace(rule, find=find)
