"""Asking an OpenAI-compatible endpoint, with a time limit, retries and a budget; its answer parsed, never trusted."""

import json
import os
import re
import time
from dataclasses import dataclass
from typing import Any

import httpx

from ingest.core.options import Repair as RepairSettings
from ingest.repair.postedit.prompt import messages

MOST_BYTES = 1_000_000  # of an answer
PAUSE_S = 0.5  # before the second try, doubled before each further one
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})  # statuses that are worth another try
LIST = re.compile(r"\[.*\]", re.S)


class UnansweredError(Exception):
    """No usable answer: the service failed, was too slow, answered garbage, or the budget is spent."""


class _PassingError(Exception):
    """Worth another try."""


@dataclass(slots=True)
class Asker:
    """Asks and counts: at most `share` requests in this process, tries included."""

    settings: RepairSettings
    share: int
    spent: int = 0

    def ask(self, paragraph: str) -> list[Any]:
        """The proposals about a paragraph. Raises UnansweredError."""
        pause = PAUSE_S
        for attempt in range(self.settings.model_retries + 1):
            if self.spent >= self.share:
                raise UnansweredError("the budget of this run is spent")
            if attempt:
                time.sleep(pause)
                pause *= 2
            self.spent += 1
            try:
                return proposals(self._post(paragraph))
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
