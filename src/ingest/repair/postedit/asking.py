"""Asking an OpenAI-compatible endpoint, with a time limit, retries and a budget; its answer parsed, never trusted.

The one place of the house that speaks to a network; it runs in the process that commits, one request at a time.
"""

import json
import os
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from ingest.core.options import Repair as RepairSettings
from ingest.repair.postedit.answers import Answers
from ingest.repair.postedit.guards import judged
from ingest.repair.postedit.prompt import messages
from ingest.repair.protected import protected

MOST_BYTES = 1_000_000  # of an answer
MOST_FAILURES = 10  # chosen: a service that is gone must not cost its time-out for each paragraph of a corpus
PAUSE_S = 0.5  # before the second try, doubled before each further one
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})  # statuses that are worth another try
LIST = re.compile(r"\[.*\]", re.S)


@dataclass(frozen=True, slots=True)
class Asked:
    """How many paragraphs were answered, and how many not."""

    answered: int
    unanswered: int


class UnansweredError(Exception):
    """No usable answer: the service failed, was too slow, answered garbage, or the budget is spent."""


class _PassingError(Exception):
    """Worth another try."""


@dataclass(slots=True)
class Asker:
    """Asks and counts: at most `settings.model_budget` requests in its life, which is a run's, tries included.
    `failed_in_a_row`: paragraphs; after MOST_FAILURES of them the service is given up for the run."""

    settings: RepairSettings
    spent: int = 0
    failed_in_a_row: int = 0
    tried: set[str] = field(default_factory=set)

    def satisfy(self, folder: str, notes: str) -> Asked:
        """Ask about every paragraph that has a note in `notes` and keep the answers in `folder`. Raises OSError on a full disk."""
        answers = Answers(Path(folder), Path(notes), self.settings.model_url, self.settings.model_name)
        answered = unanswered = 0
        for paragraph in list(answers.wanted()):
            if paragraph not in self.tried:  # else without success: the batch that was made again left its note again
                try:
                    said = self.ask(paragraph)
                except UnansweredError:
                    self.tried.add(paragraph)
                    unanswered += 1
                else:
                    answers.put(paragraph, said, judged(paragraph, said, protected(paragraph)))
                    answered += 1
            answers.satisfied(paragraph)  # not before: a run may be killed while it asks
        return Asked(answered, unanswered)

    def ask(self, paragraph: str) -> list[Any]:
        """The proposals about a paragraph. Raises UnansweredError."""
        if self.failed_in_a_row >= MOST_FAILURES:
            raise UnansweredError("the service was given up for this run")
        self.failed_in_a_row += 1
        pause = PAUSE_S
        for attempt in range(self.settings.model_retries + 1):
            if self.spent >= self.settings.model_budget:
                raise UnansweredError("the budget of this run is spent")
            if attempt:
                time.sleep(pause)
                pause *= 2
            self.spent += 1
            try:
                said = proposals(self._post(paragraph))
                self.failed_in_a_row = 0
                return said
            except _PassingError as e:
                last = e
        raise UnansweredError(str(last))

    def _post(self, paragraph: str) -> bytes:
        s = self.settings
        body = {"model": s.model_name, "temperature": 0, "messages": messages(paragraph)}
        key = os.environ.get(s.model_key_variable, "")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        ends = time.monotonic() + s.model_timeout_s
        try:
            # no proxy, no redirect: the address in the settings is the only one that is ever spoken to
            with (
                httpx.Client(timeout=s.model_timeout_s, trust_env=False, follow_redirects=False) as client,
                client.stream("POST", f"{s.model_url.rstrip('/')}/chat/completions", json=body, headers=headers) as got,
            ):
                if got.status_code in PASSING:
                    raise _PassingError(f"status {got.status_code}")
                if got.status_code != 200:
                    raise UnansweredError(f"status {got.status_code}")
                out = b""
                for piece in got.iter_bytes():
                    out += piece
                    if len(out) > MOST_BYTES:
                        raise UnansweredError(f"more than {MOST_BYTES} bytes")
                    if time.monotonic() > ends:  # a server that drips: the library's limit is for each read
                        raise _PassingError("too slow")
                return out
        except httpx.HTTPError as e:
            raise _PassingError(f"{type(e).__name__}: {e}") from e


def proposals(answer: bytes) -> list[Any]:
    """The list in a chat completion. Raises UnansweredError where there is none."""
    try:
        content = json.loads(answer)["choices"][0]["message"]["content"]
        found = LIST.search(content)
        said = json.loads(found[0]) if found else None
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as e:
        raise UnansweredError(f"no chat completion with a JSON list: {type(e).__name__}") from e
    if not isinstance(said, list):
        raise UnansweredError("no JSON list in the answer")
    return said
