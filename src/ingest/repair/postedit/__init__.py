"""The model post-editor, optional and off by default.

Rule 1: without `repair.model_url` it is not on the road; no library of networks is imported.
Rule 2: the stage asks nobody: it applies answers that are kept, and leaves a note of each paragraph that has none.
Rule 3: asking is a step of its own (`asking.py`), in the one process that commits, with one budget for the run; then the
        batches that had notes are made again.
Rule 4: only documents with evidence are sent, paragraph by paragraph; answers are kept by hash and asked for once.
Rule 5: a model proposes spans, guards decide, the editing engine edits: rule `model:<name>` in the ledger.
Rule 6: a service that fails costs its document the edits and a flag, never the document.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.core.editing import Finding, apply
from ingest.core.model import Document, Fact
from ingest.core.options import Repair as RepairSettings
from ingest.repair.postedit.answers import Answers
from ingest.repair.postedit.guards import judged
from ingest.repair.protected import protected

__all__ = ["UNANSWERED", "PostEdit"]

UNANSWERED = "repair:model-unanswered"  # flag of a document with a paragraph that has no answer yet
PARAGRAPH = re.compile(r"[^\n]+")
MOST_SAID = 200  # characters of each side of a refused proposal that are kept in the row
LEAST_WORDS = 8  # a heading gives a model nothing to go by
MOST_CHARS = 4000  # of a paragraph that is sent
CONFIDENCE = 0.5  # guards keep facts, not meaning: of antonyms put in, they stop 7 of 100


@dataclass(frozen=True, slots=True)
class PostEdit:
    """Document -> Document. Applies the answers kept in `folder`, and notes in `notes` what has none."""

    settings: RepairSettings
    folder: str
    notes: str

    def __call__(self, document: Document) -> Document:
        """Each paragraph of a document that has evidence: what the guards let through of its answer is applied."""
        facts = {f.field: f.value for f in document.facts}
        if not (facts.get("mt_likely") or (facts.get("mt_evidence") or 0) >= self.settings.model_least_evidence):
            return document
        answers = Answers(Path(self.folder), Path(self.notes), self.settings.model_url, self.settings.model_name)
        findings: list[Finding] = []
        refused: list[str] = []
        unanswered = False
        for start, paragraph in paragraphs(document.text):
            proposals = answers.get(paragraph)
            if proposals is None:
                answers.want(paragraph)
                unanswered = True
                continue
            told = judged(paragraph, proposals, protected(paragraph))
            refused += [refusal(said, reason) for said, reason in told.refused]
            findings += [
                Finding(start + e.start, start + e.end, e.replacement, evidence=e.why or None, confidence=CONFIDENCE)
                for e in told.accepted
            ]
        rule = f"model:{self.settings.model_name}"
        text, edits = apply(document.text, findings, "repair", rule, len(document.edits))
        flags = (["repair:model-refused"] if refused else []) + ([UNANSWERED] if unanswered else [])
        out = replace(document, text=text, edits=(*document.edits, *edits)).with_flags(*flags)
        counted = Fact("mt_refused", len(refused), "repair", 1.0), Fact("mt_refusals", tuple(refused), "repair", 1.0)
        return replace(out, facts=(*out.facts, *counted))


def refusal(said: Any, reason: str) -> str:
    """A refused proposal in one line: 'changes numbers: "3 clerks" -> "4 clerks"'; what is no proposal, as JSON."""
    if isinstance(said, dict) and isinstance(said.get("find"), str) and isinstance(said.get("replace"), str):
        told = f"{json.dumps(said['find'][:MOST_SAID], ensure_ascii=False)} -> {json.dumps(said['replace'][:MOST_SAID], ensure_ascii=False)}"
    else:
        told = json.dumps(said, ensure_ascii=True)[:MOST_SAID]
    return f"{reason}: {told}".encode("utf-8", "replace").decode("utf-8")


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """(start, paragraph) of those worth asking about."""
    for m in PARAGRAPH.finditer(text):
        if len(m[0]) <= MOST_CHARS and len(m[0].split()) >= LEAST_WORDS:
            yield m.start(), m[0]
