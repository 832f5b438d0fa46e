"""Explain: where every value of a row came from, and every change of its text, in its place."""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow.compute as pc

from ingest.core.editing import revert
from ingest.core.errors import UserError
from ingest.core.model import Edit
from ingest.kin import kin, lines
from ingest.report.words import shown
from ingest.store import Store

CONTEXT = 40  # characters shown on either side of an edit
MOST_CHARS = 100  # of a candidate that is shown
MOST = 20  # rows of one raw file that are explained at once
BOLD, DIM, STRUCK, ADDED = "1", "2", "31;9", "32;1"  # how a terminal is told (ECMA-48, SGR)
BLANK = "␣"
ORIGINS = {
    "title": "title_origin",
    "authors": "authors_origin",
    "source": "source_origin",
    "published_date": "published_origin",
    "language": "language_detector",
    "encoding": "encoding_origin",
}
FACTS = (
    "title",
    "authors",
    "source",
    "site",
    "url",
    "published_date",
    "published_candidate",
    "license",
    "quality_score",
    "quality_flags",
    "language",
    "mt_verdict",
    "mt_likely",
    "mt_score",
    "mt_evidence",
    "mt_source_language",
    "encoding",
    "newline",
)


def find(store: Store, what: str) -> list[dict[str, Any]]:
    """The rows of documents and duplicates of a doc_id or raw path. Raises UserError where there are none."""
    rows: list[dict[str, Any]] = []
    for column in ("doc_id", "raw_path"):
        for table in ("documents", "duplicates"):
            rows += [{"table": table, **r} for r in store.read(table, None, pc.field(column) == what).to_pylist()]
    rows.sort(key=lambda r: (r["record_offset"] or 0, r["doc_id"]))
    return rows


def rejects(store: Store, path: str) -> list[dict[str, Any]]:
    """The rejects of a raw path."""
    found: list[dict[str, Any]] = store.read("rejects", None, pc.field("raw_path") == path).to_pylist()
    return found


def ledger(store: Store, doc_id: str) -> list[Edit]:
    """The edits of a document, in order."""
    return ledger_of(store, pc.field("doc_id") == doc_id).get(doc_id, [])


def ledger_of(store: Store, wanted: pc.Expression) -> dict[str, list[Edit]]:
    """The edits of the documents that `wanted` lets through, in order, by doc_id."""
    names = ("seq", "stage", "rule", "start", "end", "before", "after", "evidence", "confidence")
    out: dict[str, list[Edit]] = {}
    for r in store.read("edits", ["doc_id", *names], wanted).sort_by("seq").to_pylist():
        out.setdefault(r["doc_id"], []).append(Edit(**{n: r[n] for n in names}))
    return out


def candidates(store: Store, what: str | None = None, field: str | None = None) -> list[dict[str, Any]]:
    """Rows of the table facts, by file, document, field and rank; `what` is a doc_id or raw path, `field` a column."""
    wanted = None
    if what is not None:
        wanted = (pc.field("doc_id") == what) | (pc.field("raw_path") == what)
    if field is not None:
        one = pc.field("field") == field
        wanted = one if wanted is None else wanted & one
    order = [(name, "ascending") for name in ("raw_path", "doc_id", "field", "rank")]
    rows: list[dict[str, Any]] = store.read("facts", None, wanted).sort_by(order).to_pylist()
    return rows


def value_of(candidate: dict[str, Any]) -> str:
    """What a row of facts holds, for a person."""
    return "more than one reading" if candidate["value"] is None else shown(candidate["value"][:MOST_CHARS])


def placed(text: str, edits: Sequence[Edit]) -> Iterator[dict[str, Any]]:
    """Each edit with the text around it as it stood when the edit was applied."""
    current = revert(text, edits)
    for e in edits:
        yield {
            "seq": e.seq,
            "stage": e.stage,
            "rule": e.rule,
            "evidence": e.evidence,
            "confidence": e.confidence,
            "left": current[max(0, e.start - CONTEXT) : e.start],
            "before": e.before,
            "after": e.after,
            "right": current[e.end : e.end + CONTEXT],
        }
        current = current[: e.start] + e.after + current[e.end :]


def place_of(row: dict[str, Any]) -> str:
    """Where a row's record stands, for a person: the raw file, the member of it, the place in that."""
    member = f", {shown(row['record_member'])}" if row["record_member"] else ""
    offset = f" at byte {row['record_offset']}" if row["record_offset"] is not None else ""
    return f"{shown(row['raw_path'])}{member}{offset}"


def explained(store: Store, asked: str | Sequence[str]) -> dict[str, Any]:
    """All that is known of a doc_id or raw path, for JSON; of several spellings, the first that anything is known of.
    Raises UserError where nothing is."""
    spellings = [asked] if isinstance(asked, str) else asked
    for what in spellings:
        rows, refused = find(store, what), rejects(store, what)
        if rows or refused:
            out = [_explained(store, r) for r in rows[:MOST]]
            return {"asked": what, "rows": len(rows), "documents": out, "rejects": refused}
    raise UserError(
        f"{spellings[0]}: no document has this id and no raw file this path; paths are relative to the raw folder"
    )


def _explained(store: Store, row: dict[str, Any]) -> dict[str, Any]:
    edits = list(placed(row["text"], ledger(store, row["doc_id"])))
    state = store.read("raw_files", ["state"], pc.field("raw_path") == row["raw_path"])["state"].to_pylist()
    facts = candidates(store, row["doc_id"])
    return {**row, "file": state[0] if state else None, "facts": facts, "kin": kin(store, row), "ledger": edits}


def render(told: dict[str, Any], colour: bool) -> str:
    """The same for a person."""
    out = [part for row in told["documents"] for part in _document(row, colour)]
    if told["rows"] > MOST:
        out.append(f"… {told['rows'] - MOST} more records; ask for one by its doc_id")
    for r in told["rejects"]:
        out.append(f"rejected in {r['stage']}: {place_of(r)}: {r['reason']}: {shown(r['message'])}")
        out += [f"  {shown(r['sample'])}"] if r["sample"] else []
    return "\n".join(out)


def _document(row: dict[str, Any], colour: bool) -> Iterator[str]:
    record = f" record {shown(row['record_id'])}" if row["record_id"] is not None else ""
    kind = (
        "document" if row["table"] == "documents" else f"duplicate of {row['duplicate_of']} ({row['duplicate_method']})"
    )
    gone = "; the file is gone" if row["file"] == "vanished" else ""
    yield f"{_styled(f'{kind} ' + row['doc_id'], BOLD, colour)}  from {place_of(row)}{record}{gone}"
    for name in FACTS:
        value = row[name]
        if value is None or value == []:
            continue
        origin = row.get(ORIGINS.get(name, ""))
        sure = row.get(f"{name.removesuffix('_date')}_confidence")
        tail = f"  seen in {shown(origin)}" if origin else ""
        told = (
            f"{value:.3f}" if isinstance(value, float) else ", ".join(value) if isinstance(value, list) else f"{value}"
        )
        yield f"  {name:20} {shown(told)}{tail}" + (f", confidence {sure:.2f}" if sure is not None else "")
        if name == "language" and len(row["languages"]) > 1:
            shares = zip(row["languages"], row["language_shares"], strict=True)
            yield f"  {'languages':20} " + ", ".join(f"{tag} {share:.0%}" for tag, share in shares)
    for label, told in lines(row["kin"], row.get("duplicate_similarity")):
        yield f"  {label:20} {told}"
    for f in row["facts"]:
        if not f["chosen"]:
            yield f"    also {f['field']:15} {value_of(f)}  seen in {shown(f['origin'])}, confidence {f['confidence']:.2f}"
    for name in ("flags", "mt_flags"):
        if row[name]:
            yield f"  {name:20} {', '.join(row[name])}"
    yield from _ledger(row["ledger"], colour)
    yield ""


def _ledger(ledger: Sequence[dict[str, Any]], colour: bool) -> Iterator[str]:
    """The edits in their places, grouped by rule in the order the rules ran, within a group as the text is read (a rule
    is applied from the end). Evidence that is the same for a whole group stands in its heading, else below each edit."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for e in ledger:
        groups.setdefault(f"{e['stage']}:{e['rule']}", []).append(e)
    for name, edits in groups.items():
        edits.sort(key=lambda e: -e["seq"])
        reasons = [_reason(e) for e in edits]
        shared = reasons[0] if len(set(reasons)) == 1 else ""
        count = f"{len(edits)} edit{'s' if len(edits) > 1 else ''}"
        yield f"  {_styled(name, BOLD, colour)}  {count}" + _styled(f"  ({shared})" if shared else "", DIM, colour)
        for e, reason in zip(edits, reasons, strict=True):
            yield f"    {e['seq']:<4} …{shown(e['left'])}{change(e['before'], e['after'], colour)}{shown(e['right'])}…"
            if reason and not shared:
                yield _styled(f"         ({reason})", DIM, colour)


def _reason(edit: dict[str, Any]) -> str:
    return f"{shown(edit['evidence'])}; confidence {edit['confidence']:.2f}" if edit["evidence"] else ""


def change(before: str, after: str, colour: bool) -> str:
    """What went, struck through, and what came; in colour a blank is drawn, as no line through it would be seen."""
    if not colour:
        return f"[-{shown(before)}-]" * bool(before) + f"{{+{shown(after)}+}}" * bool(after)
    return _styled(shown(before).replace(" ", BLANK) if before.isspace() else shown(before), STRUCK, True) + _styled(
        shown(after).replace(" ", BLANK) if after.isspace() else shown(after), ADDED, True
    )


def _styled(text: str, style: str, colour: bool) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if text and colour else text
