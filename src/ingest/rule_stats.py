"""What the rules have done to a dataset: how often, to how many documents, with samples."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from ingest.explain import shown
from ingest.store import Store

SAMPLES = 3  # of each rule, of different documents
SAMPLE_CHARS = 60


def stats(store: Store) -> list[dict[str, Any]]:
    """For each rule that edited or flagged anything, most edits first: stage, rule, edits, documents, pointed (documents
    in which it pointed at something and changed nothing), samples (before, after, doc_id)."""
    out: dict[tuple[str, str], dict[str, Any]] = {}
    seen: dict[tuple[str, str], set[str]] = {}
    for row in store.read("edits", ["doc_id", "stage", "rule", "before", "after"], None).to_pylist():
        key = row["stage"], row["rule"]
        told = out.setdefault(key, _fresh(*key))
        told["edits"] += 1
        documents = seen.setdefault(key, set())
        if row["doc_id"] not in documents and len(told["samples"]) < SAMPLES:
            told["samples"].append({k: row[k][:SAMPLE_CHARS] for k in ("before", "after")} | {"doc_id": row["doc_id"]})
        documents.add(row["doc_id"])
    for key, documents in seen.items():
        out[key]["documents"] = len(documents)
    pointed: Counter[str] = Counter()
    for table in ("documents", "duplicates"):
        for row in store.read(table, ["mt_flags"], None).to_pylist():
            pointed.update(row["mt_flags"] or ())
    for rule, count in pointed.items():
        out.setdefault(("repair", rule), _fresh("repair", rule))["pointed"] = count
    return sorted(out.values(), key=lambda t: (-t["edits"], -t["pointed"], t["stage"], t["rule"]))


def _fresh(stage: str, rule: str) -> dict[str, Any]:
    return {"stage": stage, "rule": rule, "edits": 0, "documents": 0, "pointed": 0, "samples": []}


def render(told: list[dict[str, Any]]) -> Iterator[str]:
    """The same for a person, a line a rule and a line a sample."""
    yield f"{'rule':36} {'edits':>8} {'documents':>10} {'left alone in':>14}"
    for t in told:
        yield f"{t['stage'] + ':' + t['rule']:36} {t['edits']:8} {t['documents']:10} {t['pointed']:14}"
        for s in t["samples"]:
            yield f"    [-{shown(s['before'])}-]{{+{shown(s['after'])}+}}  {s['doc_id']}"
