"""docs/dataset.md: every table and column, from the schema that writes them. `python -m ingest.core.tables_doc`."""

from ingest.core.errors import REASONS
from ingest.core.schema import TABLES

HEAD = """# The dataset: every table, every column

Made from `src/ingest/core/schema/` by `python -m ingest.core.tables_doc > docs/dataset.md`; a test keeps the two alike.

Each table is a folder of Parquet files under `processed/`. All tables change together, in one commit. Rows of `documents`
and `duplicates` are told apart by `doc_id`; `edits.doc_id` belongs to either. A column marked *look* tells of the run or of
the look at raw/, not of the content; `ingest status --hash` leaves it out. "never null" is part of the schema.

Columns of type float are 32 bits wide: seven digits that count. Turned into Python's 64 bits, .9 reads 0.8999999761581421; round for
show (`documents.round(4)`), and compare with a margin or with a float32 (`numpy.float32(0.9)`), not with `== 0.9`.

Load a table from a notebook, in whatever you like:

```python
import pandas as pd
documents = pd.read_parquet("processed/documents")
```

In pandas write `documents["flags"]`: `documents.flags` is an attribute that pandas has of its own.
"""

LEDGER = """## Replaying and reverting the ledger

Going through a document's edits in the order of `seq`, each replaces `text[start:end] == before` by `after`, in the text as it
stands then. Backwards, it gives the extracted text again, whose SHA-256 is `extracted_sha256`:

```python
import hashlib
import pandas as pd

documents = pd.read_parquet("processed/documents").set_index("doc_id")
edits = pd.read_parquet("processed/edits").sort_values(["doc_id", "seq"])
for doc_id, ledger in edits.groupby("doc_id"):
    if doc_id in documents.index:
        text = documents.loc[doc_id, "text"]
        for e in reversed(list(ledger.itertuples())):
            text = text[: e.start] + e.before + text[e.start + len(e.after) :]
        assert hashlib.sha256(text.encode()).hexdigest() == documents.loc[doc_id, "extracted_sha256"]
```
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for table in TABLES.values():
        parts.append(f"## {table.name}\n\n{table.says} Rows are sorted by {', '.join(table.sort)}.\n")
        parts.append(
            "| column | type | unit | what it says | null means | made by |\n| --- | --- | --- | --- | --- | --- |"
        )
        for c in table.columns:
            look = " *look*" if c.look else ""
            cells = (c.name, str(c.type), c.unit or "", f"{c.says}{look}", c.null or "never null", c.origin)
            parts.append("| " + " | ".join(cell.replace("|", "\\|").replace("\\x", "\\\\x") for cell in cells) + " |")
        parts.append("")
    parts.append("## Reasons of rejects\n\n| reason | meaning | tried again each run |\n| --- | --- | --- |")
    parts += [f"| {name} | {reason.meaning} | {'yes' if reason.passing else ''} |" for name, reason in REASONS.items()]
    return "\n".join([*parts, "", LEDGER]).rstrip() + "\n"


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201  # a command
