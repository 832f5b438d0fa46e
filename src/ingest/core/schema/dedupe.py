"""Columns of documents that dedupe fills. What documents are compared by."""

from ingest.core.schema.column import Column
from ingest.core.schema.shared import FLOAT, STR

COLUMNS = (
    Column("text_key", STR, "32 hex digits over the normalized text; equal keys are exact duplicates.", "dedupe"),
    Column(
        "cluster_id", STR, "Cluster of equal documents: the doc_id of its first member; it never changes.", "dedupe"
    ),
)

DUPLICATE_COLUMNS = (
    Column("duplicate_of", STR, "doc_id of the document that stands for the cluster.", "dedupe"),
    Column("duplicate_method", STR, "How it was found: exact.", "dedupe", low=True),
    Column("duplicate_similarity", FLOAT, "Similarity to the document it duplicates.", "dedupe", unit="ratio 0..1"),
)
