"""ingest.toml as text: every key with its default, what it does, why, and the risk of changing it."""

import json
import textwrap
from typing import Any

from ingest.core.options import Settings, sections
from ingest.core.options.value import default_of

WIDTH = 110


def commented() -> str:
    """A whole ingest.toml in which every key is commented out, so that it changes nothing as it stands."""
    lines = ["# Settings of ingest. Every key is shown with its default; take the # away to change it.", ""]
    lines.insert(1, "# An environment variable INGEST_SECTION__KEY overrides a key; so does the command line.")
    for section, keys in sections():
        lines.append(f"[{section.name}]")
        for key in keys:
            about = key.metadata
            allowed = f" One of: {', '.join(about['choices'])}." if about.get("choices") else ""
            for text in (f"{about['says']}{allowed}", f"Why: {about['why']}", f"Risk: {about['risk']}"):
                lines += textwrap.wrap(text, WIDTH, initial_indent="# ", subsequent_indent="#   ")
            lines += [f"# {key.name} = {_toml(default_of(key))}", ""]
    return "\n".join(lines).rstrip()


def effective(settings: Settings) -> str:
    """The values in force, as an ingest.toml."""
    lines: list[str] = []
    for section, keys in sections():
        lines.append(f"[{section.name}]")
        lines += [f"{k.name} = {_toml(getattr(getattr(settings, section.name), k.name))}" for k in keys] + [""]
    return "\n".join(lines).rstrip()


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml(k)} = {_toml(v)}" for k, v in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)  # strings, numbers, booleans and lists are spelt alike
