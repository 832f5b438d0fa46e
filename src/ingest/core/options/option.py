"""What a settings key is: a dataclass field that says what it does, why its default is what it is, and the risk."""

from dataclasses import field
from typing import Any

MB = 1_000_000


def option(default: Any, says: str, why: str, risk: str, **more: Any) -> Any:
    """A settings key: an int, float, bool, str, `tuple[str, ...]` (a list of strings) or `dict` (a table).

    `more`: `choices`, `least`, `most`, `content` (False: never changes a row); for a table, `inner` (the keys its inner
    tables may have; without it, its values are strings).
    """
    about = {"says": says, "why": why, "risk": risk, **more}
    if isinstance(default, dict):
        return field(default_factory=lambda: dict(default), metadata=about)
    return field(default=default, metadata=about)
