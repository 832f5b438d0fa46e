"""Answers of the model, kept by the hash of all they depend on: address, name, prompt and paragraph.

One JSON file an answer, written under another name and renamed: workers may write the same one at once. A damaged file
is asked for again. Each holds the proposals, what was accepted and what was refused, with the reason. In a folder of
its own lie notes of the paragraphs that nobody has asked about yet.
"""

import hashlib
import json
import os
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.repair.postedit.guards import Judged
from ingest.repair.postedit.prompt import PROMPT


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one model in one folder, and the notes of one run in another."""

    folder: Path
    notes: Path
    url: str
    name: str

    def path(self, paragraph: str) -> Path:
        """Where the answer about a paragraph is kept."""
        told = "\0".join((self.url, self.name, PROMPT, paragraph)).encode("utf-8", "surrogatepass")
        digest = hashlib.sha256(told).hexdigest()
        return self.folder / digest[:2] / f"{digest}.json"

    def get(self, paragraph: str) -> list[Any] | None:
        """The proposals, or None where nobody has asked yet."""
        try:
            proposals = json.loads(self.path(paragraph).read_text(encoding="utf-8"))["proposals"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return proposals if isinstance(proposals, list) else None

    def put(self, paragraph: str, proposals: list[Any], verdict: Judged) -> None:
        """Keep an answer. Raises OSError on a full disk."""
        path = self.path(paragraph)
        told = {
            "paragraph": paragraph,
            "proposals": proposals,
            "accepted": len(verdict.accepted),
            "refused": [{"proposal": said, "reason": reason} for said, reason in verdict.refused],
        }
        _write(path, told)

    def want(self, paragraph: str) -> None:
        """Leave a note that there is no answer about a paragraph. Raises OSError on a full disk."""
        note = self._note(paragraph)
        if not note.exists():
            _write(note, {"paragraph": paragraph})

    def wanted(self) -> Iterator[str]:
        """The paragraphs that have notes and no answer, in the order of their hashes; notes of others, and damaged
        ones, go."""
        for note in sorted(self.notes.glob("*.json")):
            try:
                paragraph = str(json.loads(note.read_text(encoding="utf-8"))["paragraph"])
            except (OSError, ValueError, KeyError, TypeError):
                paragraph = ""
            if self._note(paragraph) == note and self.get(paragraph) is None:
                yield paragraph
            else:
                note.unlink(missing_ok=True)

    def satisfied(self, paragraph: str) -> None:
        """Take the note away: there is an answer, or there will be none in this run."""
        with suppress(OSError):
            self._note(paragraph).unlink(missing_ok=True)

    def _note(self, paragraph: str) -> Path:
        return self.notes / self.path(paragraph).name


def _write(path: Path, told: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{uuid.uuid4().hex}")
    fresh.write_text(json.dumps(told, ensure_ascii=True), encoding="utf-8")
    os.replace(fresh, path)
