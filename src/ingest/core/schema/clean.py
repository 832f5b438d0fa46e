"""Columns of documents that clean fills: what kind of text it met, and how much it took out or put right."""

import pyarrow as pa

from ingest.core.schema.column import Column
from ingest.core.schema.shared import INT32, STR

COLUMNS = (
    Column(
        "clean_flags",
        pa.list_(STR),
        "What the text looks like or looked like, alphabetical: code, mojibake, no-prose, page-dump, paged, torn, verse, wrapped.",
        "clean",
    ),
    Column("clean_characters", INT32, "Places where characters were mended.", "clean", unit="edits"),
    Column("clean_markup", INT32, "Tags, comments and link marks taken out.", "clean", unit="edits"),
    Column("clean_joined", INT32, "Line breaks undone.", "clean", unit="lines"),
    Column("clean_page_lines", INT32, "Running heads and page numbers taken out.", "clean", unit="lines"),
    Column("clean_dropped_lines", INT32, "Lines of menus, teasers, comments taken out.", "clean", unit="lines"),
    Column("clean_dropped_chars", INT32, "Their length.", "clean", unit="code points"),
)
