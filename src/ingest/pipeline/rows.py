"""Document -> rows: what a staged shard holds, before the ids are decided.

A document gives one row of documents and any number of rows of each attached table (ATTACHED); those are staged with
the document's place in its shard (`row`), and get its doc_id and raw_path when they are written.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import pyarrow as pa

from ingest.core.errors import REASONS
from ingest.core.model import Document, Fact, RawRecord, Reject, Signature
from ingest.core.schema import DOCUMENTS, REJECTS, attached, clean, fact_fields
from ingest.dedupe import Sign

DECIDED = (
    "doc_id",
    "record_occurrence",
    "cluster_id",
    "ingested_at",
    "updated_at",
    "recipe",
    "pipeline_version",
    "run_id",
    "revision_of",
    "contains",
    "contained_in",
)
STAGED_DOCUMENTS = pa.schema([f for f in DOCUMENTS.schema if f.name not in DECIDED] + [pa.field("key", pa.string())])
STAGED_REJECTS = pa.schema([f for f in REJECTS.schema if f.name not in DECIDED])
FACTS = tuple(
    f
    for f in fact_fields()
    if "_origin" not in f and f not in ("published_raw", "published_confidence", "published_ambiguous")
)
WORD = re.compile(r"\w+")
MOST_RAW = 1_000


Row = dict[str, Any]


def rows_of(document: Document, sign: Sign) -> tuple[Row, dict[str, list[Row]]]:
    """The document's row, and its rows of each attached table. Raises pyarrow's errors for a fact whose value does not
    fit its column."""
    signature = sign(document)
    return document_row(document, signature), {t: rows(document, signature) for t, rows in ATTACHED.items()}


def document_row(document: Document, signature: Signature) -> Row:
    """The document's columns."""
    facts = chosen(document)
    row: dict[str, Any] = {name: facts[name].value if name in facts else None for name in FACTS}
    for name in (*FACTS, "mt_score", "mt_likely", "mt_verdict"):
        if name in facts and facts[name].value is not None:
            pa.array([facts[name].value], STAGED_DOCUMENTS.field(name).type)
    published = facts.get("published_date")
    language = document.language
    shares = language.shares or ((language.tag, 1.0),)
    return row | {
        "raw_path": document.path,
        "record_id": document.key.record_id,
        "record_offset": document.key.offset,
        "record_member": document.key.member,
        "key": document.key.value,
        "text": document.text,
        "text_chars": len(document.text),
        "text_words": sum(1 for _ in WORD.finditer(document.text)),
        "title_origin": _origin(facts, "title"),
        "authors_origin": _origin(facts, "authors"),
        "source_origin": _origin(facts, "source"),
        "published_origin": published.origin if published else None,
        "published_raw": published.raw if published else None,
        "published_confidence": published.confidence if published else None,
        "published_ambiguous": bool(published and published.ambiguous),
        "language": language.tag,
        "language_confidence": language.confidence,
        "language_script": language.script,
        "language_detector": language.detector,
        "language_declared": language.declared,
        "language_declared_origin": language.declared_origin,
        "languages": [tag for tag, _ in shares],
        "language_shares": [share for _, share in shares],
        **{c.name: _value(facts, c.name) for c in clean.COLUMNS},
        "mt_score": _value(facts, "mt_score"),
        "mt_likely": _value(facts, "mt_likely"),
        "mt_verdict": _value(facts, "mt_verdict"),
        "mt_evidence": _value(facts, "mt_evidence") or 0,
        "mt_flags": list(_value(facts, "mt_flags") or ()),
        "mt_source_language": _value(facts, "mt_source_language"),
        "mt_refused": _value(facts, "mt_refused"),
        "mt_refusals": list(_value(facts, "mt_refusals") or ()),
        "edits": len(document.edits),
        "flags": list(document.flags),
        "media_type": document.media_type,
        "encoding": document.decoding.encoding,
        "encoding_origin": document.decoding.origin,
        "newline": document.decoding.newline,
        "replaced_chars": document.decoding.replaced,
        "extracted_sha256": document.extracted_sha256,
        "text_key": signature.text_key,
        "extra": as_json(document.extra) if document.extra else None,
    }


def chosen(document: Document) -> dict[str, Fact]:
    """The first fact of each field: enrich orders them by confidence."""
    out: dict[str, Fact] = {}
    for fact in document.facts:
        out.setdefault(fact.field, fact)
    return out


def _origin(facts: dict[str, Fact], name: str) -> str | None:
    return facts[name].origin if name in facts else None


def _value(facts: dict[str, Fact], name: str) -> Any:
    return facts[name].value if name in facts else None


def edit_rows(document: Document, signature: Signature) -> list[Row]:
    """The document's ledger."""
    return [
        {
            "seq": e.seq,
            "stage": e.stage,
            "rule": e.rule,
            "start": e.start,
            "end": e.end,
            "before": e.before,
            "after": e.after,
            "evidence": e.evidence,
            "confidence": e.confidence,
        }
        for e in document.edits
    ]


def band_rows(document: Document, signature: Signature) -> list[Row]:
    """The document's row in the index of near duplicates: one for each document."""
    return [bands_row(signature)]


def bands_row(signature: Signature) -> Row:
    """What a signature is in the table bands."""
    return {
        "text_key": signature.text_key,
        "scheme": signature.scheme,
        "keys": list(signature.keys),
        "url_key": signature.url_key,
        "paragraphs": list(signature.paragraphs),
        "figures": list(signature.figures),
    }


def fact_rows(document: Document, signature: Signature) -> list[Row]:
    """Every candidate for every column of facts, by field and rank; the quality of a text is measured, not seen."""
    out: list[Row] = []
    ranks: dict[str, int] = {}
    for f in document.facts:
        if f.field.startswith("quality_") or f.field not in FACTS:
            continue
        rank = ranks[f.field] = ranks.get(f.field, -1) + 1
        out.append(
            {
                "field": f.field,
                "rank": rank,
                "value": _as_text(f.value),
                "origin": f.origin,
                "confidence": f.confidence,
                "chosen": rank == 0 and f.value is not None,
                "ambiguous": f.ambiguous,
                "raw": None if f.raw is None else safe(f.raw[:MOST_RAW]),
            }
        )
    return out


def _as_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return None if value is None else safe(value)
    if isinstance(value, list | tuple):
        return safe(json.dumps(list(value), ensure_ascii=False, default=str))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


ATTACHED: dict[str, Callable[[Document, Signature], list[Row]]] = {
    "edits": edit_rows,
    "facts": fact_rows,
    "bands": band_rows,
}
STAGED_ATTACHED = {
    t.name: pa.schema(
        [pa.field("row", pa.int64())] + [f for f in t.schema if f.name not in ("doc_id", "raw_path", *DECIDED)]
    )
    for t in attached()
}


def reject_row(reject: Reject, sample_chars: int) -> dict[str, Any]:
    """The reject's columns. Raises KeyError for a reason that is not in the closed list."""
    return {
        "raw_path": reject.path,
        "record_id": reject.key.record_id,
        "record_offset": reject.key.offset,
        "record_member": reject.key.member and safe(reject.key.member),
        "stage": reject.stage,
        "reason": reject.reason,
        "message": safe(reject.message),
        "sample": safe(reject.sample[:sample_chars]),
        "passing": REASONS[reject.reason].passing,
    }


def sample_of(record: RawRecord) -> str:
    """The start of a record, for its reject."""
    body = record.body[:1000]
    return body if isinstance(body, str) else body.decode("utf-8", "replace")


def safe(text: str) -> str:
    """`text` with lone surrogates as U+FFFD, so that it can stand in a table."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if not text.isascii() else text


def as_json(value: Any) -> str:
    """`value` as JSON, sorted; what JSON cannot hold is written as text."""
    return safe(
        json.dumps(value if isinstance(value, dict) else dict(value), ensure_ascii=False, sort_keys=True, default=str)
    )
