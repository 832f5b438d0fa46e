"""Is a value one that a settings key may have? A wrong one is refused with what was expected, found, and where."""

import difflib
import math
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field
from typing import Any

from ingest.core.errors import ConfigError

KINDS: dict[str, type] = {"int": int, "float": float, "str": str, "bool": bool, "tuple": tuple, "dict": dict}
NEAR = 0.65  # share of characters that match: `levle` and `level` .8, `lang` and `language` .67, `vanished` and `schedule` .5
EXPECTED = {tuple: "a list of strings", dict: "a table"}


def kind_of(key: Field[Any]) -> type:
    """int, float, str, bool, tuple (a list of strings) or dict (a table)."""
    name = key.type if isinstance(key.type, str) else getattr(key.type, "__name__", str(key.type))
    return KINDS[name.partition("[")[0]]


def default_of(key: Field[Any]) -> Any:
    """The key's default."""
    return key.default_factory() if key.default_factory is not MISSING else key.default


def checked(value: Any, key: Field[Any], where: str) -> Any:
    """`value` as the key keeps it. Raises ConfigError, with `where` at its head."""
    kind: Any = kind_of(key)
    if kind is float and type(value) is int:
        value = float(value)
    if kind is str and isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)  # INGEST_PATHS__RAW=2025 is a folder's name
    if kind is tuple and isinstance(value, list | tuple) and all(isinstance(v, str) for v in value):
        value = tuple(value)
    if type(value) is not kind:
        raise ConfigError(f"{where}: expected {EXPECTED.get(kind, kind.__name__)}, found {value!r}")
    if kind is dict:
        _check_table(value, key.metadata.get("inner"), where)
    choices, least, most = (key.metadata.get(k) for k in ("choices", "least", "most"))
    if choices:
        for one in value if kind is tuple else (value,):
            if one not in choices:
                near = meant(one, choices) if isinstance(one, str) else ""
                raise ConfigError(f"{where}: expected one of {', '.join(choices)}, found {one!r}{near}")
    low = least is not None and not value >= least
    high = most is not None and not value <= most
    if low or high or (isinstance(value, float) and not math.isfinite(value)):
        allowed = f"{least} to {most}" if most is not None else f"{least} or more"
        raise ConfigError(f"{where}: expected {allowed}, found {value!r}")
    return value


def _check_table(table: Mapping[str, Any], inner: Iterable[str] | None, where: str) -> None:
    """Strings by name, or, with `inner`, tables of strings with those keys alone."""
    for name, value in table.items():
        if inner is None:
            if not isinstance(value, str):
                raise ConfigError(f"{where}: {name!r}: expected a string, found {value!r}")
            continue
        if not isinstance(value, dict):
            raise ConfigError(f"{where}: {name!r}: expected a table, found {value!r}")
        for key, said in value.items():
            if key not in inner:
                raise ConfigError(f"{where}: {name!r}: unknown key '{key}'{nearest(key, list(inner))}")
            if not isinstance(said, str):
                raise ConfigError(f"{where}: {name!r}: {key}: expected a string, found {said!r}")


def nearest(word: str, known: list[str]) -> str:
    """What may have been meant, for the end of a message."""
    return meant(word, known) or f"; known are: {', '.join(known)}"


def meant(word: str, known: Iterable[str]) -> str:
    """`; did you mean …?` where one of the known is near enough; dashes at the beginning do not count."""
    bare = {name.lstrip("-"): name for name in reversed(list(known))}
    close = difflib.get_close_matches(word.lstrip("-"), list(bare), 1, NEAR)
    return f"; did you mean '{bare[close[0]]}'?" if close else ""
