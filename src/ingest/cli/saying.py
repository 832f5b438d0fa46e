"""How a command speaks: to standard output, as text or JSON."""

import json
import os
import sys
from typing import Any


def say(text: str, aside: bool = False) -> None:
    """Print for the user, to standard error if `aside`; what the terminal's encoding lacks is escaped."""
    stream = sys.stderr if aside else sys.stdout
    if stream is None:  # closed by whoever started us: `ingest status >&-`
        return
    encoding = stream.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding), file=stream)


def say_json(value: Any, indent: int | None = 2, aside: bool = False) -> None:
    """Print as JSON; `indent` None: on one line."""
    stream = sys.stderr if aside else sys.stdout
    wide = (getattr(stream, "encoding", None) or "utf-8").lower().startswith("utf")
    say(json.dumps(value, ensure_ascii=not wide, indent=indent, default=str), aside)


def coloured() -> bool:
    """Whether standard output is a terminal whose user has not asked for plain text."""
    return sys.stdout is not None and sys.stdout.isatty() and "NO_COLOR" not in os.environ


def harmless(text: str) -> str:
    """`text` with all that could steer a terminal escaped; lines stay lines."""
    return "".join(c if c == "\n" or c.isprintable() else c.encode("unicode_escape").decode() for c in text)
