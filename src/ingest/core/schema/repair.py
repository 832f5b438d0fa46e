"""Columns of documents that repair fills. What a translation machine left."""

import pyarrow as pa

from ingest.core.schema.column import Column
from ingest.core.schema.shared import FLOAT, INT32

COLUMNS = (
    Column(
        "mt_score",
        FLOAT,
        "How machine-translated the style looks.",
        "repair",
        "too short, or no model for the language",
        "ratio 0..1",
    ),
    Column("mt_likely", pa.bool_(), "mt_score reaches the shipped threshold.", "repair", "mt_score is null"),
    Column("mt_evidence", INT32, "Findings of repair rules, edited or flagged.", "repair", unit="findings"),
)
