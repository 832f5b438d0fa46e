"""Columns of documents that repair fills. What a translation machine left."""

import pyarrow as pa

from ingest.core.schema.column import Column
from ingest.core.schema.shared import FLOAT, INT32, STR

COLUMNS = (
    Column(
        "mt_score",
        FLOAT,
        "How machine-translated the text looks: the style of its running prose, raised by marks that only a machine leaves.",
        "repair",
        "fewer than 60 words of running prose, or no model for the language, and no proof by findings",
        "ratio 0..1",
    ),
    Column("mt_likely", pa.bool_(), "mt_score reaches the shipped threshold.", "repair", "mt_score is null"),
    Column(
        "mt_verdict",
        STR,
        "Was this text made by a translation machine? told: the page says so; found: repair found what only a machine "
        "leaves; suspected: mt_likely, by mt_score alone; unlikely: a score, below the threshold; unknown: no score.",
        "repair",
        "repair.level is off and the page says nothing",
        low=True,
    ),
    Column(
        "mt_evidence",
        INT32,
        "Findings of repair rules in the text's own words (not in what it only quotes), edited, held back or flagged.",
        "repair",
        unit="findings",
    ),
    Column(
        "mt_flags",
        pa.list_(STR),
        "Repair rules that found something and changed nothing: faults only a model could mend, or held back by the "
        "gate; alphabetical.",
        "repair",
    ),
    Column(
        "mt_source_language",
        STR,
        "Language that the page says it was machine-translated from, as a BCP-47 tag; und where it only says that it was.",
        "repair",
        "the page says nothing",
        low=True,
    ),
    Column(
        "mt_refused",
        INT32,
        "Edits a model proposed that guards refused.",
        "repair",
        "no model was asked",
        "edits",
    ),
    Column(
        "mt_refusals",
        pa.list_(STR),
        "What guards refused of a model's edits: the reason, the words, what they should have become.",
        "repair",
    ),
)
