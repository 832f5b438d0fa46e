"""Open sets: members register by decorator, are found by folder, and third parties add theirs by entry point.

Rule 1: a member is one module in the set's folder; importing it registers it.
Rule 2: a name is registered once; a second member of that name is refused, wherever it comes from.
Rule 3: an installed package adds members with an entry point in the group `ingest.<set>` that names a module.
"""

import importlib
import pkgutil
import sys
import threading
from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points
from typing import Generic, TypeVar

from ingest.core.errors import RegistryError

T = TypeVar("T")


class Registry(Generic[T]):
    """The members of one open set, by name. `package` is the folder they are found in."""

    def __init__(self, kind: str, package: str) -> None:
        self.kind = kind
        self.package = package
        self._members: dict[str, tuple[T, str]] = {}
        self._loaded = False
        self._loading = threading.RLock()

    def add(self, name: str, member: T, module: str) -> None:
        """Register `member`. Raises RegistryError when the name is taken or not kebab-case."""
        if not name or name != name.lower() or not name.replace("-", "").isalnum():
            raise RegistryError(f"{self.kind} {name!r} in {module}: names are kebab-case, like 'split-entity'")
        if name in self._members:
            raise RegistryError(f"two {self.kind} named {name!r}: {self._members[name][1]} and {module}")
        self._members[name] = (member, module)

    def members(self) -> dict[str, T]:
        """Every member by name, in alphabetical order; the folder and the entry points are read on first use, once,
        whichever thread asks. Raises RegistryError for a package whose member cannot be imported."""
        with self._loading:
            if not self._loaded:
                self._load()
                self._loaded = True
        return {name: self._members[name][0] for name in sorted(self._members)}

    def _load(self) -> None:
        package = importlib.import_module(self.package)
        for info in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{self.package}.{info.name}")
        for point in self.entry_points():
            try:
                importlib.import_module(point.module)
            except ImportError as e:
                whose = f"package {point.dist.name}" if point.dist else "an installed package"
                raise RegistryError(
                    f"{self.kind} {point.name!r} of {whose}: {point.module} cannot be imported: {e}; mend or remove it"
                ) from e

    def entry_points(self) -> Iterator[EntryPoint]:
        """The entry points by which installed packages add to this set, in alphabetical order."""
        return iter(sorted(entry_points(group=f"ingest.{self.kind}"), key=lambda p: p.name))

    def caption(self, name: str) -> str:
        """The first paragraph of that module's docstring, on one line."""
        return (sys.modules[self.home(name)].__doc__ or "").strip().partition("\n\n")[0].replace("\n", " ")

    def home(self, name: str) -> str:
        """The module a member was registered in."""
        return self._members[name][1]
