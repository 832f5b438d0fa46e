"""Settings: defaults, then ingest.toml, then INGEST_SECTION__KEY, then the command line; unknown keys are refused.

The keys themselves stand in `core/options/`.
"""

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from ingest.core.errors import ConfigError
from ingest.core.options import MB, Clean, Identify, Limits, Repair, Settings, Store, sections
from ingest.core.options.value import checked, kind_of, nearest

__all__ = ["FILE_NAME", "MB", "Clean", "Identify", "Limits", "Repair", "Settings", "Store", "load", "sections"]

FILE_NAME = "ingest.toml"


def load(
    config: str | os.PathLike[str] | None = None,
    environment: Mapping[str, str] | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> Settings:
    """Settings from `config` (default: ingest.toml in the working folder, if there is one), the environment and
    `overrides` ("section.key" -> value, None: not given).

    Raises ConfigError for a file that cannot be read, an unknown key or a value out of range; the message names
    file, line and the nearest known key.
    """
    found = Path(config) if config else Path(FILE_NAME)
    values: dict[tuple[str, str], tuple[Any, str]] = {}
    if config or found.is_file():
        values |= _from_file(found)
    values |= _from_environment(os.environ if environment is None else environment)
    for name, value in (overrides or {}).items():
        if value is not None:
            section, key = name.split(".")
            values[section, key] = (value, f"--{key.replace('_', '-')}")
    base = str(found.parent.absolute()) if config or found.is_file() else os.getcwd()
    settings = Settings(base=base)
    for (section, key), (value, where) in values.items():
        part = getattr(settings, section)
        fits = checked(value, {f.name: f for f in fields(part)}[key], f"{where}: [{section}] {key}")
        try:
            settings = replace(settings, **{section: replace(part, **{key: fits})})
        except ConfigError as e:  # what a section itself refuses
            raise ConfigError(f"{where}: {e}") from e
    return settings


def _from_file(path: Path) -> dict[tuple[str, str], tuple[Any, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        document = tomllib.loads(text)
    except OSError as e:
        raise ConfigError(f"{path}: cannot be read: {e.strerror}") from e
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise ConfigError(f"{path}: not valid TOML: {e}") from e
    out = {}
    for section, keys in document.items():
        _known(section, None, f"{path}:{_line(text, section, None)}")
        if not isinstance(keys, dict):
            raise ConfigError(
                f"{path}:{_line(text, section, None)}: [{section}] is a section and needs keys of its own"
            )
        for key, value in keys.items():
            where = f"{path}:{_line(text, section, key)}"
            _known(section, key, where)
            out[section, key] = (value, where)
    return out


def _from_environment(environment: Mapping[str, str]) -> dict[tuple[str, str], tuple[Any, str]]:
    out = {}
    for name in sorted(environment):
        match = re.fullmatch(r"INGEST_([A-Z]+)__([A-Z0-9_]+)", name)
        if match:
            section, key = match[1].lower(), match[2].lower()
            _known(section, key, f"environment variable {name}")
            out[section, key] = (_said(section, key, environment[name]), name)
    return out


def _said(section: str, key: str, text: str) -> Any:
    """The value an environment variable gives: as in ingest.toml, except that text for a key of text needs no quotes
    (a folder may be called 2025-05-19, 1e5 or true)."""
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text
    kind = next(kind_of(k) for s, keys in sections() if s.name == section for k in keys if k.name == key)
    return text if kind is str and not isinstance(value, str) else value


def _known(section: str, key: str | None, where: str) -> None:
    known = {s.name: [k.name for k in keys] for s, keys in sections()}
    if section not in known and key is None and (homes := [s for s, keys in known.items() if section in keys]):
        raise ConfigError(
            f"{where}: '{section}' is a key of a section; write it below a line {_headed(homes, section)}"
        )
    if section not in known:
        raise ConfigError(f"{where}: unknown section [{section}]{nearest(section, list(known))}")
    if key is not None and key not in known[section]:
        if homes := [s for s, keys in known.items() if key in keys]:
            raise ConfigError(f"{where}: unknown key '{key}' in [{section}]; there is {_headed(homes, key)}")
        raise ConfigError(f"{where}: unknown key '{key}' in [{section}]{nearest(key, known[section])}")


def _headed(homes: Sequence[str], key: str) -> str:
    """Where a key is known: `[run] vanished`."""
    return " or ".join(f"[{section}] {key}" for section in homes)


def _line(text: str, section: str, key: str | None) -> int:
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[+\s*\"?([^\]\"]+?)\"?\s*\]", line)
        if header:
            inside = header[1].split(".")[0] == section
            if inside and (key is None or key in header[1].split(".")[1:]):
                return number
        elif (key is None and re.match(rf"\s*{re.escape(section)}\s*[.=]", line)) or (
            key
            and re.match(rf"\s*({re.escape(section)}\s*\.\s*)?\"?{re.escape(key)}\"?\s*=", line)
            and (inside or section in line)
        ):
            return number
    return 1
