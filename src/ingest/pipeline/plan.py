"""Plan: what is taken in, in groups (one commit each) of batches (one worker each); paths, sizes and offsets only.

Groups are cut by bytes and count in the order of the paths, so a run after a crash cuts what is left the same way.
Files that moved in a chain (a to b, b to c) are taken in by one group. Within a group, shards an earlier run left
are claimed first; batches are made of the rest.
"""

import hashlib
import json
import os
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from ingest import discover
from ingest.core.config import MB, Settings
from ingest.core.members import Part
from ingest.core.paths import locate
from ingest.pipeline import shards
from ingest.read import HEAD_BYTES, choose


@dataclass(frozen=True, slots=True)
class Item:
    """One raw file, or a part of one, for a batch to take in; `trouble` where it is a reject already."""

    part: Part
    kind: str
    trouble: tuple[str, str] | None = None

    def key(self) -> str:
        """All that the item's rows depend on beside the recipe."""
        f = self.part.file
        said = [f.path, f.sha256, f.sidecar_sha256, f.size_bytes, self.part.start, self.part.end, self.trouble]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Batch:
    """Work for one worker. `name` names its shard."""

    name: str
    items: tuple[Item, ...]
    settings: Settings
    size_bytes: int

    @property
    def staging(self) -> str:
        """Where its shard is staged."""
        return os.path.join(self.settings.processed, ".store", "staging")


@dataclass(frozen=True, slots=True)
class Group:
    """What is committed together."""

    arrivals: tuple[discover.Arrival, ...]
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What one look at raw/ leads to."""

    look: discover.Look
    groups: tuple[Group, ...]

    @property
    def size_bytes(self) -> int:
        """Raw bytes to take in."""
        return sum(g.size_bytes for g in self.groups)


def groups(arrivals: Iterable[discover.Arrival], settings: Settings) -> tuple[Group, ...]:
    """Cut arrivals into groups of at most run.group_mb and run.group_files; a chain of moves is never cut."""
    out: list[Group] = []
    held: list[discover.Arrival] = []
    size = 0
    for chain in chains(arrivals):
        weight = sum(a.file.size_bytes for a in chain if not a.trouble)
        if held and (size + weight > settings.run.group_mb * MB or len(held) + len(chain) > settings.run.group_files):
            out.append(Group(tuple(held), size))
            held, size = [], 0
        held += chain
        size += weight
    return (*out, Group(tuple(held), size)) if held else tuple(out)


def chains(arrivals: Iterable[discover.Arrival]) -> list[list[discover.Arrival]]:
    """Arrivals linked by the paths they leave and come to, each chain together, in the order of their first paths."""
    parent: dict[str, str] = {}

    def root(path: str) -> str:
        while parent.setdefault(path, path) != path:
            parent[path] = path = parent[parent[path]]
        return path

    listed = sorted(arrivals, key=lambda a: a.file.path)
    for a in listed:
        if a.was is not None:
            low, high = sorted((root(a.was), root(a.file.path)))
            parent[high] = low
    chains: dict[str, list[discover.Arrival]] = {}
    for a in listed:
        chains.setdefault(root(a.file.path), []).append(a)
    return [chains[first] for first in sorted(chains)]


def batches(group: Group, settings: Settings, recipe: str, uncut: Container[str] = ()) -> tuple[Batch, ...]:
    """Batches for a group: first those an earlier run left shards of for items of this group, then the rest cut by
    run.batch_mb and run.batch_files. Files of which the paths are in `uncut` are taken whole."""
    items = [item for arrival in group.arrivals for item in _items(arrival, settings, uncut)]
    staging = os.path.join(settings.processed, ".store", "staging")
    by_key = {item.key(): item for item in items}
    taken: dict[str, tuple[Item, ...]] = {}
    for name in shards.names(staging):
        staged = shards.claims(staging, name)
        mine = [by_key.get(r.key) for r in staged.results] if staged else []
        found = tuple(i for i in mine if i is not None)
        if found and len(found) == len(mine) and name == _name(found, recipe):
            taken[name] = found
            for item in found:
                del by_key[item.key()]
    claimed = [Batch(name, found, settings, sum(map(_size, found))) for name, found in taken.items()]
    rest = [i for i in items if i.key() in by_key]
    fresh = [Batch(_name(cut, recipe), cut, settings, sum(map(_size, cut))) for cut in _cut(rest, settings)]
    return tuple(sorted([*claimed, *fresh], key=lambda b: (b.items[0].part.file.path, b.items[0].part.start)))


def _cut(items: list[Item], settings: Settings) -> Iterator[tuple[Item, ...]]:
    held: list[Item] = []
    size = 0
    for item in items:
        if held and (size + _size(item) > settings.run.batch_mb * MB or len(held) >= settings.run.batch_files):
            yield tuple(held)
            held, size = [], 0
        held.append(item)
        size += _size(item)
    if held:
        yield tuple(held)


def _items(arrival: discover.Arrival, settings: Settings, uncut: Container[str]) -> Iterator[Item]:
    """The arrival as one item, or as parts where it is large and its reader can be cut."""
    file, step = arrival.file, max(1, int(settings.run.batch_mb * MB))
    small = file.size_bytes <= step
    if arrival.trouble or small or file.path in uncut or not _cuttable(settings.raw, file.path):
        yield Item(Part(file), arrival.kind, arrival.trouble)
        return
    for start in range(0, file.size_bytes, step):
        yield Item(Part(file, start, min(start + step, file.size_bytes)), arrival.kind)


def _cuttable(raw: str, path: str) -> bool:
    try:
        with discover.open_regular(locate(raw, path)) as stream:
            reader = choose(path, stream.read(HEAD_BYTES))
    except OSError:  # gone or locked since the look: the worker will say so
        return False
    return reader is not None and reader.cuttable


def _size(item: Item) -> int:
    if item.trouble:
        return 0
    return item.part.file.size_bytes if item.part.end is None else item.part.end - item.part.start


def _name(items: Iterable[Item], recipe: str) -> str:
    return hashlib.sha256(" ".join([recipe, *(i.key() for i in items)]).encode()).hexdigest()[:32]
