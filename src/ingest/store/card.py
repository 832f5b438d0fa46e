"""The dataset card: what stands in processed/, for people, and for Hugging Face's `load_dataset(processed, name)`.

`version` changes with each commit, because the datasets library caches by it and would show old rows otherwise
(measured with datasets 5.2: stale in two of three cases without it, never with it).
"""

from ingest.core.schema import TABLES
from ingest.store.commits import Manifest

MADE_BY = "made by ingest-corpus"


def card(manifest: Manifest) -> str:
    """Markdown with a YAML head."""
    rows = {table: sum(f.rows for f in files) for table, files in manifest.files.items()}
    head = ["---", "configs:"]
    for table in TABLES:
        if rows.get(table):  # the library refuses a table without rows
            head += [f"- config_name: {table}", f"  data_files: {table}/*.parquet", f"  version: 0.0.{manifest.number}"]
            head += ["  default: true"] if table == "documents" else []
    lines = [*(head if len(head) > 2 else ["---"]), "---", "", "# Dataset", ""]
    lines += [
        f"Commit {manifest.number}, {manifest.created_at}, {MADE_BY} {manifest.pipeline_version}.",
        "",
    ]
    lines += ["| table | rows | what it holds |", "| --- | ---: | --- |"]
    lines += [f"| {name} | {rows.get(name, 0)} | {table.says} |" for name, table in TABLES.items()]
    if "documents" in rows and not all(rows.get(table) for table in TABLES):
        lines += ["", "Tables without rows have no configuration above: `load_dataset` refuses one that is empty."]
    lines += ["", "Each table is a folder of Parquet files; load the folder with any tool:", "", "```python"]
    lines += ["import pandas as pd", 'documents = pd.read_parquet("documents")', "```", ""]
    lines += [
        "A program that reads while a run may commit should resolve the folder first (`os.path.realpath`): the",
        "snapshot it then reads never changes. Every column's description stands in the Parquet schema.",
    ]
    return "\n".join(lines) + "\n"
