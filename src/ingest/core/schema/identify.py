"""Columns of documents that identify fills. The language."""

import pyarrow as pa

from ingest.core.schema.column import Column
from ingest.core.schema.shared import FLOAT, STR

COLUMNS = (
    Column("language", STR, "BCP-47 tag; und where no language is sure enough.", "identify", low=True),
    Column("language_confidence", FLOAT, "Posterior of the likeliest language.", "identify", unit="ratio 0..1"),
    Column(
        "language_script",
        STR,
        "ISO 15924 code of the script most letters are in; Hans or Hant for Chinese, Jpan, Kore.",
        "identify",
        "no letters",
        low=True,
    ),
    Column(
        "language_detector",
        STR,
        "What decided: the detector and its way (script, agreed, pooled).",
        "identify",
        "too little text to ask",
        low=True,
    ),
    Column("languages", pa.list_(STR), "Every language of the document, largest share first.", "identify"),
    Column(
        "language_shares",
        pa.list_(FLOAT),
        "Share of the characters for each of languages.",
        "identify",
        unit="ratio 0..1",
    ),
    Column(
        "language_declared",
        STR,
        "Language tag that the page, its server, record or sidecar declares, as written there.",
        "identify",
        "nothing declares one",
        low=True,
    ),
    Column("language_declared_origin", STR, "Where it was declared.", "identify", "nothing declares one", low=True),
)
