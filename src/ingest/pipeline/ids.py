"""Ids: the staged documents of the files that are taken in, each with its doc_id."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from ingest.core.errors import AccountingError
from ingest.core.model import Identity
from ingest.core.paths import to_bytes
from ingest.dedupe import Member
from ingest.pipeline import shards
from ingest.pipeline.settle import Outcome
from ingest.pipeline.shards import Staged

COLUMNS = ["raw_path", "record_offset", "key", "text_key", "published_date", "source", "text_chars"]


def doc_id(identity: Identity, key: str, occurrence: int) -> str:
    """32 hex digits; stable as long as the file's identity and the record's key are."""
    said = b"\0".join(
        [to_bytes(identity.path), str(identity.generation).encode(), key.encode(), str(occurrence).encode()]
    )
    return hashlib.sha256(said).hexdigest()[:32]


def newcomers(taken: Mapping[str, Outcome], staged: Sequence[Staged], staging: str) -> list[Member]:
    """The staged documents of the files in `taken`, in file order. Raises AccountingError where a shard does not hold
    what its tally says."""
    found: list[tuple[Member, str]] = []
    for shard in staged:
        table = shards.read(staging, shard.name, "documents", COLUMNS)
        urls = dict(enumerate(shards.read(staging, shard.name, "bands", ["url_key"])["url_key"].to_pylist()))
        for index, r in enumerate(table.to_pylist()):
            if r["raw_path"] in taken:
                offset = r["record_offset"] if r["record_offset"] is not None else -1
                member = Member("", r["raw_path"], offset, r["text_key"], r["published_date"], r["source"], urls[index])
                member.chars, member.place, member.index = r["text_chars"], shard.name, index
                found.append((member, r["key"]))
    found.sort(key=lambda f: (f[0].path, f[0].offset, f[0].index))
    seen: Counter[tuple[str, str]] = Counter()
    for member, key in found:
        member.occurrence = seen[member.path, key]
        seen[member.path, key] += 1
        member.doc_id = doc_id(taken[member.path].arrival.file.identity, key, member.occurrence)
    members = [member for member, _ in found]
    _hold_to_tally(taken, members)
    return members


def _hold_to_tally(taken: Mapping[str, Outcome], members: Sequence[Member]) -> None:
    counted = Counter(m.path for m in members)
    for path, outcome in taken.items():
        outcome.tally.check(path, "commit")
        if counted[path] != outcome.tally.kept:
            raise AccountingError(
                f"{path}: {outcome.tally.kept} documents were staged, {counted[path]} are in the shards"
            )
