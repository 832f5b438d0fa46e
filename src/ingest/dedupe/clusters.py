"""Clusters: what pairs connect, directly or through others."""

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Connected(Generic[T]):
    """Things and which of them are connected; the answer does not depend on the order of `join`s."""

    def __init__(self) -> None:
        self._above: dict[T, T] = {}
        self._size: dict[T, int] = {}

    def root(self, thing: T) -> T:
        """One of the things connected with it, the same for all of them until the next join."""
        above = self._above
        above.setdefault(thing, thing)
        while above[thing] != thing:
            above[thing] = thing = above[above[thing]]
        return thing

    def join(self, one: T, other: T) -> None:
        """Connect two things."""
        one, other = self.root(one), self.root(other)
        if one == other:
            return
        small, large = sorted((one, other), key=lambda r: self._size.get(r, 1))
        self._above[small] = large
        self._size[large] = self._size.get(large, 1) + self._size.get(small, 1)

    def groups(self, things: Iterable[T]) -> list[list[T]]:
        """The things by what they are connected with, in the order given."""
        out: dict[T, list[T]] = {}
        for thing in things:
            out.setdefault(self.root(thing), []).append(thing)
        return list(out.values())
