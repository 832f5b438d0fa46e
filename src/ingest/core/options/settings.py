"""All settings, by section; what of them can change a row, and its digest."""

import hashlib
import json
import os
from dataclasses import Field, dataclass, field, fields
from typing import Any

from ingest.core.options.clean import Clean
from ingest.core.options.dedupe import Dedupe
from ingest.core.options.enrich import Enrich
from ingest.core.options.extract import Extract
from ingest.core.options.flow import Flow
from ingest.core.options.identify import Identify
from ingest.core.options.limits import Limits
from ingest.core.options.metrics import Metrics
from ingest.core.options.paths import Paths
from ingest.core.options.read import Read
from ingest.core.options.repair import Repair
from ingest.core.options.run import Run
from ingest.core.options.schedule import Schedule
from ingest.core.options.store import Store
from ingest.core.options.watch import Watch


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, by section. `base` is the folder that paths start from."""

    paths: Paths = field(default_factory=Paths)
    run: Run = field(default_factory=Run)
    limits: Limits = field(default_factory=Limits)
    read: Read = field(default_factory=Read)
    extract: Extract = field(default_factory=Extract)
    clean: Clean = field(default_factory=Clean)
    identify: Identify = field(default_factory=Identify)
    repair: Repair = field(default_factory=Repair)
    dedupe: Dedupe = field(default_factory=Dedupe)
    enrich: Enrich = field(default_factory=Enrich)
    store: Store = field(default_factory=Store)
    watch: Watch = field(default_factory=Watch)
    schedule: Schedule = field(default_factory=Schedule)
    flow: Flow = field(default_factory=Flow)
    metrics: Metrics = field(default_factory=Metrics)
    base: str = "."

    @property
    def raw(self) -> str:
        """The raw folder, absolute."""
        return self.at(self.paths.raw)

    @property
    def processed(self) -> str:
        """The processed folder, absolute."""
        return self.at(self.paths.processed)

    def at(self, path: str) -> str:
        """A path of the settings, absolute."""
        return os.path.abspath(os.path.join(self.base, path))

    @property
    def glossaries(self) -> tuple[str, ...]:
        """The user's glossary files and folders, absolute."""
        return tuple(os.path.abspath(os.path.join(self.base, path)) for path in self.repair.glossary)

    def content(self) -> dict[str, dict[str, Any]]:
        """The keys that can change a row, by section."""
        return {
            s.name: {k.name: getattr(getattr(self, s.name), k.name) for k in keys if k.metadata.get("content", True)}
            for s, keys in sections()
        }

    def digest(self) -> str:
        """SHA-256 (hex) over the keys that can change a row."""
        return hashlib.sha256(json.dumps(self.content(), sort_keys=True).encode()).hexdigest()


def sections() -> list[tuple[Field[Any], tuple[Field[Any], ...]]]:
    """The sections of ingest.toml with their keys."""
    return [(s, fields(s.default_factory)) for s in fields(Settings) if callable(s.default_factory)]  # type: ignore[arg-type]  # section classes are dataclasses
