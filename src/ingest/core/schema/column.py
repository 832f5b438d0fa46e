"""What a column and a table are: name, Arrow type, description, unit, what null means, where the value comes from."""

import hashlib
from dataclasses import dataclass

import pyarrow as pa

TIME = pa.timestamp("us", tz="UTC")
TEXT = pa.large_string()


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `null` None: never null. `low` marks few distinct values (dictionary-encoded in Parquet)."""

    name: str
    type: pa.DataType
    says: str
    origin: str
    null: str | None = None
    unit: str | None = None
    look: bool = False
    low: bool = False

    def arrow(self) -> pa.Field:
        """The Arrow field, its description and unit in the field's metadata."""
        about = {"description": self.says, "origin": self.origin}
        about |= {"unit": self.unit} if self.unit else {}
        about |= {"null": self.null} if self.null else {}
        return pa.field(self.name, self.type, self.null is not None, metadata=about)


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `sort` orders rows inside a file; `key` tells rows apart; `kind`: see `core/schema/__init__.py`."""

    name: str
    says: str
    columns: tuple[Column, ...]
    sort: tuple[str, ...]
    key: tuple[str, ...]
    kind: str

    @property
    def schema(self) -> pa.Schema:
        """The one physical schema of the table's files."""
        return pa.schema([c.arrow() for c in self.columns], metadata={"table": self.name, "description": self.says})

    def digest(self) -> str:
        """Changes exactly when the names, types or nullability of the columns do (16 hex digits)."""
        shape = [f"{c.name} {c.type} {c.null is not None}" for c in self.columns]
        return hashlib.sha256("\n".join(shape).encode()).hexdigest()[:16]

    def content_columns(self) -> list[str]:
        """The columns that tell of the content."""
        return [c.name for c in self.columns if not c.look]
