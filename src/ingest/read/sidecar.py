"""Sidecars: `NAME.meta.json` beside NAME, a JSON object of facts known from outside."""

import json
from typing import Any

from ingest.core.model import Hint, RecordKey, Reject
from ingest.read.fields import called, hints
from ingest.read.records import why


def load(data: bytes, path: str) -> tuple[tuple[Hint, ...], dict[str, Any]] | Reject:
    """The hints and the further fields of the sidecar of raw file `path`; a Reject (bad_sidecar) that says what is
    wrong when it is no JSON object or a known key has a value of the wrong type."""
    try:
        told = json.loads(data.decode("utf-8-sig"))
        if not isinstance(told, dict):
            message = f"sidecar: expected an object, found {called(told)}"
            return Reject(path, RecordKey(), "read", "bad_sidecar", message)
        found, extra, wrong = hints(told, "sidecar")
    except (ValueError, RecursionError) as e:
        message = f"sidecar is not JSON: {why(e)}"
        return Reject(path, RecordKey(), "read", "bad_sidecar", message, data[:200].decode("utf-8", "replace"))
    if wrong:
        names = ", ".join(repr(k) for k in wrong)
        return Reject(
            path, RecordKey(), "read", "bad_sidecar", f"sidecar: value of the wrong type for {names}", str(told)[:200]
        )
    return found, extra
