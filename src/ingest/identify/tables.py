"""The stage's own data files, each read once: tables of tab-separated lines, and what training/language has fitted."""

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

DATA = files("ingest.identify") / "data"


def rows(name: str) -> list[list[str]]:
    """The lines of a table, cut at tabs; blank lines and comments (`#`) are none."""
    text = (DATA / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def fitted() -> dict[str, Any]:
    """data/pool.json: `weights` of the pool by voter, shares of `agreed` verdicts that are right, `families`."""
    held: dict[str, Any] = json.loads((DATA / "pool.json").read_text(encoding="utf-8"))
    return held
