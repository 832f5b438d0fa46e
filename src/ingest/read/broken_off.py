"""What stands whole in a JSON value that the file broke off within: an API's answer whose download was cut still holds
the records before the cut."""

import re
from typing import Any

from ingest.core.config import Settings
from ingest.read.fields import fact
from ingest.read.records import has_body, parsed, records_within

STRING = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\Z)', re.S)
MARK = re.compile(rb'[\[\]{},"]')
CLOSERS = {b"[": b"]", b"{": b"}"}


def finished(value: bytes, settings: Settings) -> tuple[list[Any], Any]:
    """The records before the break, and the whole value as far as it goes. A record that was open when the value broke off,
    or that holds what was, is none. Of a mapping, what broke off tells that the names are ids, be there one record or more.
    Raises ValueError, RecursionError where the value is broken before its end too."""
    closed, depth = _closed(value)
    found, _ = parsed(closed, settings.extract.detector)
    path = _open_path(found, depth)
    own = next((k for k, one in enumerate(path) if has_body(one, settings)), None)
    if own == 0:
        return [], found
    if own is not None:
        _drop(path[own - 1])
        del path[own:]
    for outer, inner in zip(path[-2::-1], path[:0:-1], strict=True):
        item = isinstance(outer, list) and not _wraps(inner, settings)
        if item or (isinstance(inner, dict) and _holds_records(outer, settings)):
            _drop(outer)
            _name_alike(outer, inner)
    return list(records_within(found, settings)), found


def _closed(value: bytes) -> tuple[bytes, int]:
    """The value up to the last thing that stands whole in its innermost open bracket, every open bracket closed; and how
    many were open."""
    opened: list[tuple[bytes, int]] = []
    position = 0
    while found := MARK.search(value, position):
        mark, position = found[0], found.end()
        if mark == b'"':
            string = STRING.match(value, found.start())
            position = string.end() if string else len(value)
        elif mark in CLOSERS:
            opened.append((mark, position))
        elif opened and mark == b",":
            opened[-1] = (opened[-1][0], found.start())
        elif opened:
            opened.pop()
            opened[-1:] = [(outer, position) for outer, _ in opened[-1:]]
    end = opened[-1][1] if opened else len(value)
    return value[:end] + b"".join(CLOSERS[mark] for mark, _ in reversed(opened)), len(opened)


def _open_path(found: Any, depth: int) -> list[Any]:
    """The containers that were open, from the outermost: each is the last thing in the one before."""
    path = [found]
    while len(path) < depth:
        inner = list(path[-1].values() if isinstance(path[-1], dict) else path[-1])
        if not inner or not isinstance(inner[-1], dict | list):
            break
        path.append(inner[-1])
    return path


def _drop(outer: Any) -> None:
    """The last thing in a container, taken out."""
    if isinstance(outer, list):
        outer.pop()
    else:
        outer.popitem()


def _name_alike(outer: Any, inner: Any) -> None:
    """Give the one record left of a mapping its name as id, if what broke off was of its kind."""
    if isinstance(outer, dict) and len(outer) == 1 and inner:
        ((name, one),) = outer.items()
        if isinstance(one, dict) and inner.keys() <= one.keys():
            outer[name] = {"id": name, **one}


def _wraps(inner: Any, settings: Settings) -> bool:
    """Whether something in a list is, or holds, a list of records: it is no record that broke off. One that has facts of
    its own (a title, an address) is one, whatever lists it holds."""
    if isinstance(inner, dict) and any(fact(str(name)) for name in inner):
        return False
    lists = inner.values() if isinstance(inner, dict) else [inner]
    return any(isinstance(one, list) and any(has_body(item, settings) for item in one) for one in lists)


def _holds_records(outer: Any, settings: Settings) -> bool:
    """Whether what stands before the last thing in it are records."""
    inner = list(outer.values() if isinstance(outer, dict) else outer)
    return any(has_body(one, settings) for one in inner[:-1])
