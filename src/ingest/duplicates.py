"""Duplicates: one cluster with its differences, who republishes whom, and what a source repeats in every article."""

import difflib
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ingest.core.errors import UserError
from ingest.core.joins import joining, listed
from ingest.dedupe.sign import PARAGRAPH_LEAST, paragraph_key
from ingest.report.words import shown
from ingest.store import Store

MEMBER = ("doc_id", "raw_path", "record_id", "source", "published_date", "title", "text", "cluster_id", "revision_of")
ABOUT = (("source", "source "), ("published_date", ""), ("title", ""))  # what is shown of a member, with its label
MOST_MEMBERS = 50
MOST_CLUSTERS = 10  # named where a raw path has records in several
MOST_WORDS = 3_000  # of a text that is compared word by word: difflib takes time that grows with the square
MOST_SHOWN = 200  # characters of one difference
CONTEXT = 4  # words shown beside a difference
MEMORY_MB = 1_000

PAIRS = """
select coalesce(d.source, '?') as republished_by, coalesce(c.source, '?') as original, d.duplicate_method as method,
       count(*) as duplicates, avg(d.duplicate_similarity) as similarity
from read_parquet({duplicates}) d join read_parquet({documents}) c on d.duplicate_of = c.doc_id
group by all order by duplicates desc, republished_by, original, method limit {most}
"""
REPEATED = """
with said as (
  select distinct coalesce(d.source, '?') as source, d.doc_id, unnest(b.paragraphs) as paragraph
  from read_parquet({bands}) b join read_parquet({documents}) d on b.doc_id = d.doc_id),
counted as (select source, paragraph, count(*) as documents, min(doc_id) as example from said group by all),
shares as (select source, sum(documents) filter (documents >= {least}) / sum(documents) as share from counted group by all)
select source, paragraph, documents, example, shares.share as share from counted join shares using (source)
where documents >= {least} order by documents desc, source, paragraph limit {most}
"""


def cluster(store: Store, what: str) -> list[dict[str, Any]]:
    """The members of the cluster of a doc_id, raw path or cluster_id (also one that was merged away), the documents
    first. Raises UserError where there is none."""
    ids: set[str] = set()
    for table in ("documents", "duplicates"):
        for column in ("doc_id", "raw_path"):
            found = store.read(table, ["cluster_id"], pc.field(column) == what)
            ids.update(found["cluster_id"].to_pylist())
    ids = ids or {_present(store, what)}
    if len(ids) > 1:
        some = "".join(f"\n  ingest duplicates {i}" for i in sorted(ids)[:MOST_CLUSTERS])
        rest = f"\n  … {len(ids) - MOST_CLUSTERS} more" if len(ids) > MOST_CLUSTERS else ""
        raise UserError(f"{what}: its records are in {len(ids)} clusters; ask for one of them:{some}{rest}")
    rows: list[dict[str, Any]] = []
    for table, more in (
        ("documents", ()),
        ("duplicates", ("duplicate_of", "duplicate_method", "duplicate_similarity")),
    ):
        rows += store.read(table, [*MEMBER, *more], pc.field("cluster_id") == next(iter(ids))).to_pylist()
    if not rows:
        raise UserError(f"{what}: no document has this id, no raw file this path, and no cluster this name")
    return rows


def _present(store: Store, cluster_id: str) -> str:
    """The id a cluster has now, after all merges."""
    merges = store.read("cluster_merges", ["old_id", "new_id"])
    gone = dict(zip(merges["old_id"].to_pylist(), merges["new_id"].to_pylist(), strict=True))
    while cluster_id in gone:
        cluster_id = gone.pop(cluster_id)
    return cluster_id


def told(store: Store, what: str) -> dict[str, Any]:
    """The same for JSON: each member with how it differs from the document it duplicates."""
    rows = cluster(store, what)
    texts = {r["doc_id"]: r["text"] for r in rows}
    members = []
    for r in rows[:MOST_MEMBERS]:
        differences = list(differing(texts[r["duplicate_of"]], r["text"])) if r.get("duplicate_of") in texts else []
        members.append({k: v for k, v in r.items() if k != "text"} | {"differences": differences})
    return {"cluster_id": rows[0]["cluster_id"], "documents": len(rows), "members": members}


def differing(before: str, after: str) -> Iterator[str]:
    """What changed from one text to the other, word by word and whatever the case: `left [-gone-]{+new+} right`.

    Texts of more than MOST_WORDS words are compared line by line, and only the start of what differs is shown."""
    if max(len(before.split()), len(after.split())) > MOST_WORDS:
        lines = difflib.unified_diff(before.splitlines()[:1000], after.splitlines()[:1000], lineterm="", n=0)
        yield from (shown(line[:200]) for line in list(lines)[2:42])
        return
    old, new = before.split(), after.split()
    folded_old, folded_new = ([w.casefold() for w in words] for words in (old, new))
    for kind, i, j, k, m in difflib.SequenceMatcher(None, folded_old, folded_new, autojunk=False).get_opcodes():
        if kind != "equal":
            left, right = " ".join(old[max(0, i - CONTEXT) : i]), " ".join(old[j : j + CONTEXT])
            gone, come = (_short(" ".join(words)) for words in (old[i:j], new[k:m]))
            yield shown(f"{left} {f'[-{gone}-]' if gone else ''}{f'{{+{come}+}}' if come else ''} {right}".strip())


def _short(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN // 2]} … {text[-MOST_SHOWN // 2 :]}"


def rendered(answer: dict[str, Any]) -> str:
    """The same for a person."""
    out = [f"cluster {answer['cluster_id']}: {answer['documents']} document{'s' * (answer['documents'] != 1)}"]
    for m in answer["members"]:
        record = f" record {shown(m['record_id'])}" if m["record_id"] is not None else ""
        kind = "document"
        if m.get("duplicate_of"):
            kind = f"{m['duplicate_method']} duplicate, similarity {m['duplicate_similarity']:.2f}"
        elif m["revision_of"]:
            kind = f"later version of {m['revision_of']}"
        out.append(f"{m['doc_id']}  {kind}  {shown(m['raw_path'])}{record}")
        about = [f"{label}{m[k]}" for k, label in ABOUT if m[k] is not None]
        out += [f"    {shown(' · '.join(about))}"] if about else []
        out += [f"    {d}" for d in m["differences"]]
    if answer["documents"] > len(answer["members"]):
        out.append(f"… {answer['documents'] - len(answer['members'])} more")
    return "\n".join(out)


def by_source(store: Store, most: int = 50) -> list[dict[str, Any]]:
    """Who republishes whom: duplicates by their source, the source of the document they duplicate, and method."""
    return _asked(store, PAIRS, ("duplicates", "documents"), most=most)


def repeated(store: Store, least: int = 5, most: int = 50) -> list[dict[str, Any]]:
    """Paragraphs that stand in at least `least` documents of one source, with the text of one of them. `share`: of all
    paragraphs of the source, how many are such."""
    rows = _asked(store, REPEATED, ("bands", "documents"), least=least, most=most)
    examples = pa.array(sorted({r["example"] for r in rows}), pa.string())
    found = store.read("documents", ["doc_id", "text"], pc.field("doc_id").isin(examples))
    texts = dict(zip(found["doc_id"].to_pylist(), found["text"].to_pylist(), strict=True))
    for r in rows:
        r["text"] = _paragraph(texts[r["example"]], r.pop("paragraph"))
    return rows


def _paragraph(text: str, key: int) -> str:
    lines = (line for line in text.split("\n") if len(line) >= PARAGRAPH_LEAST)
    return next((line for line in lines if paragraph_key(line) == key), "")


def _asked(store: Store, query: str, tables: Sequence[str], **numbers: int) -> list[dict[str, Any]]:
    files = {t: listed(map(store.data_path, store.files(t))) for t in tables}
    with joining(MEMORY_MB, store.spill) as base:
        rows: list[dict[str, Any]] = base.sql(query.format(**files, **numbers)).to_arrow_table().to_pylist()
    return rows
