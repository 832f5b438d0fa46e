"""The model post-editor, optional and off by default: a step of its own after the rules of repair.

Rule 1: without `repair.model_url` it is not on the road, and nothing here is imported.
Rule 2: only documents with evidence are sent, paragraph by paragraph; answers are kept by hash and asked for once.
Rule 3: a model proposes spans, guards decide, the editing engine edits: rule `model:<name>` in the ledger.
Rule 4: a service that fails costs its document the edits and a flag, never the document.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.core.editing import Finding, apply
from ingest.core.model import Document, Fact
from ingest.core.options import Repair as RepairSettings
from ingest.repair.postedit.answers import Answers
from ingest.repair.postedit.asking import Asker, UnansweredError
from ingest.repair.postedit.guards import Judged, judged
from ingest.repair.protected import protected

__all__ = ["PostEdit"]

PARAGRAPH = re.compile(r"[^\n]+")
LEAST_WORDS = 8  # a heading gives a model nothing to go by
MOST_CHARS = 4000  # of a paragraph that is sent
CONFIDENCE = 0.5  # guards keep facts, not meaning: of antonyms put in, they stop 7 of 100


@dataclass(frozen=True, slots=True)
class PostEdit:
    """Document -> Document. The one step that asks a service; `folder` is where its answers are kept."""

    settings: RepairSettings
    folder: str
    share: int  # requests this process may make
    asker: Asker = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "asker", Asker(self.settings, self.share))

    def __call__(self, document: Document) -> Document:
        """Ask about each paragraph of a document that has evidence; apply what the guards let through."""
        facts = {f.field: f.value for f in document.facts}
        if not (facts.get("mt_likely") or (facts.get("mt_evidence") or 0) >= self.settings.model_least_evidence):
            return document
        findings: list[Finding] = []
        refused, unanswered = 0, False
        for start, paragraph in paragraphs(document.text):
            try:
                told = self._told(paragraph)
            except UnansweredError:
                unanswered = True
                continue
            refused += len(told.refused)
            findings += [
                Finding(start + e.start, start + e.end, e.replacement, evidence=e.why or None, confidence=CONFIDENCE)
                for e in told.accepted
            ]
        rule = f"model:{self.settings.model_name}"
        text, edits = apply(document.text, findings, "repair", rule, len(document.edits))
        flags = (["repair:model-refused"] if refused else []) + (["repair:model-unanswered"] if unanswered else [])
        out = replace(document, text=text, edits=(*document.edits, *edits)).with_flags(*flags)
        return replace(out, facts=(*out.facts, Fact("mt_refused", refused, "repair", 1.0)))

    def _told(self, paragraph: str) -> Judged:
        answers = Answers(Path(self.folder), self.settings.model_url, self.settings.model_name)
        proposals = answers.get(paragraph)
        if proposals is None:
            proposals = self.asker.ask(paragraph)
            answers.put(paragraph, proposals, judged(paragraph, proposals, protected(paragraph)))
        return judged(paragraph, proposals, protected(paragraph))


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """(start, paragraph) of those worth asking about."""
    for m in PARAGRAPH.finditer(text):
        if len(m[0]) <= MOST_CHARS and len(m[0].split()) >= LEAST_WORDS:
            yield m.start(), m[0]
