"""What flows down the road: RawFile -> RawRecord -> Document, and the small facts that travel with them.

Everything here is a frozen dataclass with slots: a stage hands on a new value and never changes one.
Offsets (`start`, `end`) are code points, end open. Paths are raw paths as text (see `core/paths.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Identity:
    """Which file a document's id is made from: the path it was first seen at, and the how-manyeth file there.

    A moved file keeps its identity, so its documents keep their ids; a new file at the old path gets the next
    generation.
    """

    path: str
    generation: int = 0


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file under raw/, as it was when the run looked at it.

    `sidecar_sha256` is None where no `NAME.meta.json` stands beside it. `mtime_ns` is nanoseconds since the epoch.
    """

    path: str
    size_bytes: int
    mtime_ns: int
    sha256: str
    identity: Identity
    sidecar_size_bytes: int = 0
    sidecar_mtime_ns: int = 0
    sidecar_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """Something seen that may become a fact: `origin` says where (`sidecar:published`, `text:header`, `html:title`)."""

    field: str
    value: Any
    origin: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A value for a column, with where it was seen, the string it was read from and how sure it is (0..1).

    `ambiguous` says the evidence allows more than one reading; then `value` is None and the column stays null.
    """

    field: str
    value: Any
    origin: str
    confidence: float
    raw: str | None = None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class RecordKey:
    """What tells a record from its neighbours in one file.

    `record_id` is the record's own id or None. `value` is what the document id is made from: the own id, else the
    SHA-256 of the record's bytes, else "" for a whole file. `offset` is where the record starts, in bytes of the
    container that holds it, unpacked; None for a whole file. `member` is the path of the file inside its archive, None
    where there is no archive.
    """

    record_id: str | None = None
    value: str = ""
    offset: int | None = None
    member: str | None = None


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record as a reader found it: `body` is bytes still to be decoded, or text where the container decoded it.

    `media_type` may be None: then `extract` decides by the name and the content. `extra` holds the record's own
    fields that nobody has a name for; they are kept as JSON.
    """

    path: str
    key: RecordKey
    body: bytes | str
    media_type: str | None = None
    hints: tuple[Hint, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reject:
    """A record (or a whole file) that gave no document, and why. `reason` is one of `core.errors.REASONS`."""

    path: str
    key: RecordKey
    stage: str
    reason: str
    message: str
    sample: str = ""
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that is no article by its kind, as its reader declares (a WARC's requests); counted by `kind`."""

    kind: str


@dataclass(frozen=True, slots=True)
class End:
    """The last thing a reader yields: how many records it met (what it yielded before, of whatever kind).

    `complete` is False where the reader stopped knowingly and said so by a reject (truncated, too_many_records);
    otherwise the reader's witness, where it has one, must count the same. Of a part of a file whose borders are a matter
    of judgement, `first` is the offset of the first record at or behind the part's start, `after` that of the first at or
    behind its end (the file's size where there is none): neighbours must meet.
    """

    records: int
    complete: bool = True
    first: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """One entry of the ledger. `start` and `end` count code points of the text as it stood when the edit was applied."""

    seq: int
    stage: str
    rule: str
    start: int
    end: int
    before: str
    after: str
    evidence: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Language:
    """The verdict on a document: a BCP-47 tag or `und`, its posterior, and every language's share of the characters.

    `script` is the ISO 15924 code of most of its letters (Hans, Hant, Jpan, Kore where the language says more), None
    without letters. `stretches` are (start, end, tag) in code points of the text that repair starts from: the
    paragraphs whose language is not the document's. `declared` is what the page or its server says, as written.
    """

    tag: str = "und"
    confidence: float = 0.0
    shares: tuple[tuple[str, float], ...] = ()
    detector: str | None = None
    script: str | None = None
    stretches: tuple[tuple[int, int, str], ...] = ()
    declared: str | None = None
    declared_origin: str | None = None


@dataclass(frozen=True, slots=True)
class Decoding:
    """How bytes became text. `origin` says who decided; `replaced` counts U+FFFD put in for what could not be decoded."""

    encoding: str
    origin: str
    newline: str = "none"
    replaced: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """An article on its way. `text` only ever changes through `core.editing`; `markup` is never staged."""

    path: str
    key: RecordKey
    text: str
    media_type: str
    decoding: Decoding
    extracted_sha256: str
    hints: tuple[Hint, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    edits: tuple[Edit, ...] = ()
    flags: tuple[str, ...] = ()
    language: Language = field(default_factory=Language)
    markup: Any = None

    def with_flags(self, *flags: str) -> "Document":
        """The same document with `flags` added, each once, in alphabetical order."""
        return replace(self, flags=tuple(sorted({*self.flags, *flags})))

    def hinted(self, field_name: str) -> tuple[Hint, ...]:
        """The hints for one field, in the order they were found."""
        return tuple(h for h in self.hints if h.field == field_name)


@dataclass(frozen=True, slots=True)
class Signature:
    """What `dedupe` compares documents by: `text_key` is the same exactly where the normalized texts are.

    `keys` are MinHash band keys (signed 32 bits each, none for a text without words), made as `scheme` says.
    `url_key` (signed 64 bits) is None without an address. `paragraphs` are signed 64-bit hashes of distinct long
    paragraphs, in order. `figures` are signed 32-bit hashes of its distinct figures, none where there are too many.
    """

    text_key: str
    scheme: str = ""
    keys: tuple[int, ...] = ()
    url_key: int | None = None
    paragraphs: tuple[int, ...] = ()
    figures: tuple[int, ...] = ()
