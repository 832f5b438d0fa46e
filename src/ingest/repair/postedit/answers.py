"""Answers of the model, kept by the hash of all they depend on: address, name, prompt and paragraph.

One JSON file an answer, written under another name and renamed: workers may write the same one at once. A damaged file
is asked for again. Each holds the proposals, what was accepted and what was refused, with the reason.
"""

import hashlib
import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.repair.postedit.guards import Judged
from ingest.repair.postedit.prompt import PROMPT


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one model in one folder."""

    folder: Path
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
        path.parent.mkdir(parents=True, exist_ok=True)
        told = {
            "paragraph": paragraph,
            "proposals": proposals,
            "accepted": len(verdict.accepted),
            "refused": [{"proposal": said, "reason": reason} for said, reason in verdict.refused],
        }
        fresh = path.with_name(f".{uuid.uuid4().hex}")
        fresh.write_text(json.dumps(told, ensure_ascii=True), encoding="utf-8")
        os.replace(fresh, path)
