"""What the rules have done to a dataset: how often, to how many documents, with samples in their places."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ingest.core.editing import replay, revert
from ingest.explain import change, ledger_of
from ingest.report.words import shown
from ingest.store import Store

SAMPLES = 3  # of each rule, of different documents
AROUND = 28  # characters on either side of a sample
SAMPLE_CHARS = 60  # of what went and of what came


def stats(store: Store) -> list[dict[str, Any]]:
    """For each rule that edited or flagged anything, most edits first: stage, rule, edits, documents, pointed (documents
    in which it pointed at something and changed nothing), samples (left, before, after, right, doc_id, raw_path)."""
    edits = store.read("edits", ["doc_id", "stage", "rule", "seq"])
    by_document = edits.group_by(["stage", "rule", "doc_id"]).aggregate([("seq", "min"), ("seq", "count")])
    counts = by_document.group_by(["stage", "rule"]).aggregate([("seq_count", "sum"), ("doc_id", "count")])
    out = {
        (c["stage"], c["rule"]): _fresh(c["stage"], c["rule"], c["seq_count_sum"], c["doc_id_count"])
        for c in counts.to_pylist()
    }
    chosen = {key: _first(by_document, *key) for key in out}
    for key, samples in _placed(store, chosen).items():
        out[key]["samples"] = samples
    pointed: Counter[str] = Counter()
    for table in ("documents", "duplicates"):
        for flags in pc.value_counts(pc.list_flatten(store.read(table, ["mt_flags"])["mt_flags"])).to_pylist():
            pointed[flags["values"]] += flags["counts"]
    for rule, count in pointed.items():
        out.setdefault(("repair", rule), _fresh("repair", rule))["pointed"] = count
    return sorted(out.values(), key=lambda t: (-t["edits"], -t["pointed"], t["stage"], t["rule"]))


def _fresh(stage: str, rule: str, edits: int = 0, documents: int = 0) -> dict[str, Any]:
    return {"stage": stage, "rule": rule, "edits": edits, "documents": documents, "pointed": 0, "samples": []}


def _first(by_document: pa.Table, stage: str, rule: str) -> list[tuple[str, int]]:
    """The first edit of the rule in each of a few documents: (doc_id, seq)."""
    mine = by_document.filter((pc.field("stage") == stage) & (pc.field("rule") == rule)).sort_by("doc_id")
    return [(r["doc_id"], r["seq_min"]) for r in mine.slice(0, SAMPLES).to_pylist()]


def _placed(
    store: Store, chosen: dict[tuple[str, str], list[tuple[str, int]]]
) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The chosen edits with the text around them as it stood when each was applied."""
    ids = pa.array(sorted({doc_id for places in chosen.values() for doc_id, _ in places}), pa.string())
    wanted = pc.field("doc_id").isin(ids)
    texts = [store.read(t, ["doc_id", "raw_path", "text"], wanted) for t in ("documents", "duplicates")]
    rows = {r["doc_id"]: r for t in texts for r in t.to_pylist()}
    ledgers = ledger_of(store, wanted)
    out: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for key, places in chosen.items():
        for doc_id, seq in places:
            row, edits = rows[doc_id], ledgers[doc_id]
            e = edits[seq]
            text = replay(revert(row["text"], edits), edits[:seq])
            sample = {
                "left": text[max(0, e.start - AROUND) : e.start],
                "before": e.before[:SAMPLE_CHARS],
                "after": e.after[:SAMPLE_CHARS],
                "right": text[e.end : e.end + AROUND],
            }
            out.setdefault(key, []).append(sample | {"doc_id": doc_id, "raw_path": row["raw_path"]})
    return out


def render(told: list[dict[str, Any]], colour: bool = False) -> Iterator[str]:
    """The same for a person, a line a rule and a line a sample."""
    yield f"{'rule':36} {'edits':>8} {'documents':>10} {'left alone in':>14}"
    for t in told:
        yield f"{t['stage'] + ':' + t['rule']:36} {t['edits']:8} {t['documents']:10} {t['pointed']:14}"
        for s in t["samples"]:
            where = f"…{shown(s['left'])}{change(s['before'], s['after'], colour)}{shown(s['right'])}…"
            yield f"    {where}  {shown(s['raw_path'])}"
