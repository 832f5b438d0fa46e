"""Raw paths as text: with `/`, and bytes that are no UTF-8 written `\\xhh`, so that every name can stand in a table.

Rule 1: a name that is UTF-8 is written as it is, newlines and all.
Rule 2: a byte that is no UTF-8 becomes `\\xhh`.
Rule 3: a backslash that would then read like rule 2 becomes `\\x5c`. So two names never share a spelling.
"""

import os
import re

_LOOKS_ESCAPED = re.compile(r"\\(?=x[0-9a-f]{2})")
_ESCAPED = re.compile(rb"\\x([0-9a-f]{2})")


def to_text(name: bytes) -> str:
    """The spelling of a path's bytes: `caf\\xe9.txt` -> the same, byte 0xE9 -> the four characters `\\xe9`."""
    text = name.decode("utf-8", "surrogateescape")
    text = _LOOKS_ESCAPED.sub(lambda _: r"\x5c", text)
    return "".join(f"\\x{ord(c) - 0xDC00:02x}" if "\udc80" <= c <= "\udcff" else c for c in text)


def to_bytes(text: str) -> bytes:
    """The path's bytes: the inverse of `to_text`."""
    return _ESCAPED.sub(lambda m: bytes([int(m[1], 16)]), text.encode("utf-8"))


def locate(root: str | os.PathLike[str], text: str) -> bytes:
    """Where a raw path lies on this machine, as bytes for `open`."""
    return os.path.join(os.fsencode(root), to_bytes(text))


def under(path: str, folder: str) -> bool:
    """Whether raw path `path` is `folder`, or lies in it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")
