"""Columns of documents that dedupe fills, and its own tables: what documents are compared by, and merged clusters."""

import pyarrow as pa

from ingest.core.schema.column import TIME, Column, Table
from ingest.core.schema.shared import DOC_ID, FLOAT, INT32, INT64, RAW_PATH, STAMPS, STR

COLUMNS = (
    Column("text_key", STR, "32 hex digits over the normalized text; equal keys are exact duplicates.", "dedupe"),
    Column(
        "cluster_id",
        STR,
        "Cluster of documents that are the same article: the doc_id its first member had when it came (that "
        "document may have changed or gone since). It changes only where a later document shows two clusters to be one; "
        "cluster_merges records that.",
        "dedupe",
    ),
    Column("revision_of", STR, "doc_id of the version of this article that came before, same URL.", "dedupe", "none"),
    Column(
        "contains",
        pa.list_(STR),
        "doc_ids, known when the row was made, of documents whose text stands in this much longer one: one of each "
        "cluster, a duplicate only where no document of the cluster is held. At most 20.",
        "dedupe",
    ),
    Column(
        "contained_in",
        pa.list_(STR),
        "doc_ids, known when the row was made, of much longer documents that hold this text: one of each cluster, a "
        "duplicate only where no document of the cluster holds it. At most 20.",
        "dedupe",
    ),
)

DUPLICATE_COLUMNS = (
    Column("duplicate_of", STR, "doc_id of the document that stands for the cluster.", "dedupe"),
    Column(
        "duplicate_method",
        STR,
        "exact: the same words in the same order; near: edited, cut or re-issued.",
        "dedupe",
        low=True,
    ),
    Column(
        "duplicate_similarity",
        FLOAT,
        "Share of common word triples (Jaccard) with the document it duplicates.",
        "dedupe",
        unit="ratio 0..1",
    ),
)

BANDS = Table(
    "bands",
    "What every document is compared by: the index of near duplicates, and its paragraphs.",
    (
        DOC_ID,
        RAW_PATH,
        Column("text_key", STR, "As in documents.", "dedupe"),
        Column("scheme", STR, "How the keys were made; only keys of one scheme can be compared.", "dedupe", low=True),
        Column(
            "keys",
            pa.list_(INT32),
            "MinHash band keys; texts that share one at the same place may be near duplicates. Empty without words.",
            "dedupe",
        ),
        Column("url_key", INT64, "Hash of the address, without what varies for one page.", "dedupe", "no address"),
        Column(
            "paragraphs",
            pa.list_(INT64),
            "Hashes of its paragraphs of 40 characters or more, each once, at most 100.",
            "dedupe",
        ),
        Column(
            "figures",
            pa.list_(INT32),
            "Hashes of its figures, each once; texts of one template differ in them. Empty where there are none, or more than 64.",
            "dedupe",
        ),
        *STAMPS,
    ),
    ("raw_path", "doc_id"),
    ("doc_id",),
    "attached",
)

CLUSTER_MERGES = Table(
    "cluster_merges",
    "Cluster ids that are gone because a document showed two clusters to be one.",
    (
        Column("old_id", STR, "The cluster_id that is gone.", "dedupe"),
        Column("new_id", STR, "The cluster_id its documents have since, that of the older cluster.", "dedupe"),
        Column("merged_at", TIME, "When.", "dedupe", unit="UTC", look=True),
        Column("run_id", STR, "Run that merged them.", "store", look=True, low=True),
    ),
    ("old_id",),
    ("old_id", "new_id"),
    "merges",
)
