"""The shapes of the open sets' members, and the decorators that register them.

| set          | folder          | member is registered by               | shape                                          |
| ------------ | --------------- | ------------------------------------- | ---------------------------------------------- |
| readers      | ingest/read     | `@reader("jsonl", claims=…)`          | (Part, stream, Settings) -> records, rejects, End |
| extractors   | ingest/extract  | `@extractor("html", media_types=(…))` | (RawRecord, Settings) -> Document or Reject    |
| clean-rules  | ingest/clean    | `@clean_rule("odd-spaces", phase=…)`  | View -> Findings                               |
| repair-rules | ingest/repair/rules | `@repair_rule("doubled-word", …)` | View -> Findings                               |
| enrichers    | ingest/enrich   | `@enricher("source")`                 | Document -> Facts                              |
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from ingest.core.deaths import Deaths
from ingest.core.editing import ALL_LANGUAGES, Rule
from ingest.core.model import Document, End, Fact, RawFile, RawRecord, Reject, Skipped
from ingest.core.registry import Registry

if TYPE_CHECKING:
    from ingest.core.config import Settings

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one raw file, in bytes, end open; the whole file where `end` is None.

    `nest` is None for the raw file itself; inside other containers it holds what they have used of the limits
    (`read/nest.py`), and `file.path` is still the raw file's. `deaths` tells where earlier readings of the file died.

    A reader that can be cut yields the records that *start* in its part, so that parts add up to the whole.
    """

    file: RawFile
    start: int = 0
    end: int | None = None
    nest: Any = None
    deaths: Deaths = field(default_factory=Deaths, compare=False, repr=False)

    @property
    def is_last(self) -> bool:
        """Whether it goes to the end of the file."""
        return self.end in (None, self.file.size_bytes)

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the file."""
        return self.start == 0 and self.is_last


Read = Callable[[Part, BinaryIO, "Settings"], Iterator[RawRecord | Reject | Skipped | End]]


@dataclass(frozen=True, slots=True)
class Reader:
    """A container format. `claims(path, head)` says how sure it is that the file is its own: 0 not at all, 1 as a
    last resort, 10 by its name, 20 by its content (`head` is the first 4,096 bytes). `cuttable`: takes parts of a
    file. `witness` counts the records of a part in another way than `read` does. `passes`: asks `Part.deaths` before each
    thing that it reads, and passes over those that readings died on."""

    name: str
    read: Read
    claims: Callable[[str, bytes], int]
    cuttable: bool = False
    witness: Callable[[Part, BinaryIO], int] | None = None
    passes: bool = False


@dataclass(frozen=True, slots=True)
class Extractor:
    """A media type's way to text."""

    name: str
    media_types: tuple[str, ...]
    extract: Callable[[RawRecord, "Settings"], Document | Reject]


@dataclass(frozen=True, slots=True)
class Enricher:
    """Finds facts. It reads text, language, markup and hints of a document and nothing else."""

    name: str
    find: Callable[[Document], Iterable[Fact]]


readers: Registry[Reader] = Registry("readers", "ingest.read")
extractors: Registry[Extractor] = Registry("extractors", "ingest.extract")
clean_rules: Registry[Rule] = Registry("clean-rules", "ingest.clean")
repair_rules: Registry[Rule] = Registry("repair-rules", "ingest.repair.rules")
enrichers: Registry[Enricher] = Registry("enrichers", "ingest.enrich")
OPEN_SETS: dict[str, Registry[Any]] = {r.kind: r for r in (readers, extractors, clean_rules, repair_rules, enrichers)}


def reader(
    name: str,
    claims: Callable[[str, bytes], int],
    cuttable: bool = False,
    witness: Callable[[Part, BinaryIO], int] | None = None,
    passes: bool = False,
) -> Callable[[F], F]:
    """Register a reader; see `Reader` for the arguments."""
    return _registering(readers, name, lambda f: Reader(name, f, claims, cuttable, witness, passes))


def extractor(name: str, media_types: tuple[str, ...]) -> Callable[[F], F]:
    """Register an extractor for `media_types` (lower case, without parameters)."""
    return _registering(extractors, name, lambda f: Extractor(name, media_types, f))


def clean_rule(name: str, phase: int, group: str = "characters") -> Callable[[F], F]:
    """Register a clean rule. `phase` orders it (see `clean/__init__.py`); `group` is the settings
    key that switches it (`clean.LEVELS` says from which level on)."""
    return _registering(clean_rules, name, lambda f: Rule(name, phase, f, (ALL_LANGUAGES,), group))


def repair_rule(
    name: str,
    phase: int,
    languages: tuple[str, ...] = (ALL_LANGUAGES,),
    changes_words: bool = False,
    weight: float = 1.0,
) -> Callable[[F], F]:
    """Register a repair rule for `languages` (primary subtags, or `*`). `changes_words`: it alters letters or digits,
    or what may be an author's style, so the level `safe` lets it run only on documents that show other marks of
    machine translation. `weight`: see `core.editing.Rule`."""
    return _registering(repair_rules, name, lambda f: Rule(name, phase, f, languages, None, changes_words, weight))


def enricher(name: str) -> Callable[[F], F]:
    """Register an enricher."""
    return _registering(enrichers, name, lambda f: Enricher(name, f))


def _registering(registry: Registry[Any], name: str, make: Callable[[Any], Any]) -> Callable[[F], F]:
    def register(function: F) -> F:
        registry.add(name, make(function), function.__module__)
        return function

    return register
