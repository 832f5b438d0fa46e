"""Which texts are one article does not depend on how they come: day by day, in any order, under any cap.

The texts here are the hard ones: families of copies, chains of versions of which the first and the last are not near,
bulletins of one template, stories under one long tail. The exact answer is made by comparing all pairs that share a key.
"""

import random
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import Workshop
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_duplicates import article, dropped, partition

from ingest import pipeline
from ingest.core.options import Dedupe
from ingest.core.schema import BANDS
from ingest.dedupe import (
    NEAR,
    Connected,
    Features,
    Index,
    Rounds,
    Sign,
    compare,
    features,
    fresh_keys,
    judged,
    normalized,
    shared_keys,
)
from ingest.pipeline.rows import bands_row
from ingest.workers import Pool

SETTINGS = Dedupe()
KEYS = pa.schema([BANDS.schema.field(n) for n in ("raw_path", "text_key", "keys", "url_key", "figures")])


def copies(count: int) -> list[str]:
    """One article with another word changed in each."""
    told = article("copied", 120).split(" ")
    return [" ".join([*told[:n], f"word{chr(97 + n)}", *told[n + 1 :]]) for n in range(count)]


def chain(count: int) -> list[str]:
    """An article that goes on: each version is near the next ones, and the first is not near the last."""
    parts = [article(f"link {n}", 12) for n in range(count + 14)]
    return [" ".join(parts[n : n + 14]) for n in range(count)]


def bulletins(count: int) -> list[str]:
    """One template with other figures each day."""
    told = article("bulletin", 60)
    return [f"Station {n + 3} reports {n * 7 + 11} and {n * 13 + 400} of {n + 90}. {told}" for n in range(count)]


def under_one_tail(count: int) -> list[str]:
    """Stories of their own under one long tail: they share keys, and nothing tells them apart but their texts."""
    tail = article("tail", 130)
    return [article(f"head {n}", 60) + "\n" + tail for n in range(count)]


TEXTS = [
    *copies(14),
    *chain(14),
    *bulletins(14),
    *under_one_tail(12),
    *(article(f"alone {n}", 90) for n in range(4)),
]


def bands_of(texts: Iterable[str]) -> pa.Table:
    sign = Sign(SETTINGS)
    rows = [{"raw_path": "a", **bands_row(sign.text(t, None))} for t in texts]
    return pa.Table.from_pylist([{k: r[k] for k in KEYS.names} for r in rows], KEYS)


BANDS_OF_TEXTS = bands_of(TEXTS)
TEXT_KEYS = BANDS_OF_TEXTS["text_key"].to_pylist()


@lru_cache(maxsize=1)
def known() -> dict[str, Features]:
    return {k: features(normalized(t)) for k, t in zip(TEXT_KEYS, TEXTS, strict=True)}


@cache
def near(a: str, b: str) -> bool:
    return judged(compare(known()[a], known()[b]), SETTINGS) == NEAR


@lru_cache(maxsize=1)
def exact() -> frozenset[frozenset[str]]:
    """What all pairs that share a key connect."""
    fresh = fresh_keys(BANDS_OF_TEXTS)
    texts: dict[int, list[str]] = {}
    for text, key in zip(fresh["text_key"].to_pylist(), fresh["key"].to_pylist(), strict=True):
        texts.setdefault(key, []).append(text)
    connected: Connected[str] = Connected()
    for a, b in {tuple(sorted(p)) for shared in texts.values() for p in combinations(shared, 2)}:
        if near(a, b):
            connected.join(a, b)
    return frozenset(frozenset(g) for g in connected.groups(TEXT_KEYS))


class Days:
    """An index that grows, and what is connected by now."""

    def __init__(self, folder: Path, cap: int) -> None:
        self.folder, self.cap = folder, cap
        self.files: list[str] = []
        self.connected: Connected[str] = Connected()
        self.capped: set[str] = set()
        self.compared: list[tuple[str, str]] = []
        self.near = near

    def come(self, rows: pa.Table) -> None:
        """A day's texts are compared and stored."""
        shared = shared_keys(rows, Index(self.files), 200, str(self.folder / "spill"))

        def groups() -> np.ndarray:
            roots = [self.connected.root(t) for t in shared.texts]
            return np.unique(np.array(roots), return_inverse=True)[1]

        rounds = Rounds(shared, groups, self.cap, SETTINGS.figures)
        for block in rounds.blocks():
            for a, b in ((shared.texts[i], shared.texts[j]) for i, j in block.tolist()):
                self.compared.append((a, b))
                if self.near(a, b):
                    self.connected.join(a, b)
        self.capped.update(shared.texts[i] for i in rounds.capped)
        self.files.append(str(self.folder / f"{len(self.files)}.parquet"))
        pq.write_table(rows, self.files[-1])

    def partition(self) -> frozenset[frozenset[str]]:
        return frozenset(frozenset(g) for g in self.connected.groups(TEXT_KEYS))


def test_the_families_are_what_they_are_meant_to_be() -> None:
    sizes = sorted((len(c) for c in exact()), reverse=True)
    assert sizes == [14, 14, *[1] * 30]
    versions = [k for k, t in zip(TEXT_KEYS, TEXTS, strict=True) if t in chain(14)]
    assert near(versions[0], versions[1])
    assert not near(versions[0], versions[-1])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(len(TEXTS))), st.integers(1, 12), st.sampled_from([1, 2, 5, 300]))
def test_the_clusters_are_the_exact_ones_in_any_order_and_where_not_a_text_says_so(
    tmp_path_factory: pytest.TempPathFactory, order: Sequence[int], days: int, cap: int
) -> None:
    index = Days(tmp_path_factory.mktemp("index"), cap)
    for day in range(days):
        index.come(BANDS_OF_TEXTS.take(pa.array(order[day::days], pa.int64())))
    assert len({tuple(sorted(p)) for p in index.compared}) == len(index.compared)  # none twice
    found = index.partition()
    assert all(any(part <= whole for whole in exact()) for part in found)  # never more than the exact ones
    if not index.capped:
        assert found == exact()
    for whole in exact():
        parts = [part for part in found if part <= whole]
        assert len(parts) == 1 or whole & index.capped
    if cap == 300:
        assert not index.capped
    again = len(index.compared)
    index.come(BANDS_OF_TEXTS)
    assert len(index.compared) == again  # what is known is compared with nothing


@pytest.mark.parametrize("family", [copies(60), bulletins(60)])
def test_copies_and_bulletins_never_meet_the_cap_however_small(tmp_path: Path, family: list[str]) -> None:
    index = Days(tmp_path, 1)
    keys = dict(zip((b["text_key"] for b in bands_of(family).to_pylist()), family, strict=True))
    known().update({k: features(normalized(t)) for k, t in keys.items()})
    for start in range(0, 60, 20):
        index.come(bands_of(family[start : start + 20]))
    assert not index.capped
    assert len(index.compared) < 60 * 33  # a few for each text, not its square


RECORDS = [(str(n), text) for n, text in enumerate(TEXTS)]
EXACT = frozenset(frozenset(str(TEXT_KEYS.index(t)) for t in c) for c in exact())


def flagged(shop: Workshop) -> set[str]:
    rows = (r for table in ("documents", "duplicates") for r in shop.rows(table))
    return {r["record_id"] for r in rows if "dedupe:capped" in r["flags"]}


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.randoms(use_true_random=False),
    st.integers(1, 20),
    st.sampled_from([0.002, 0.01, 256.0]),
    st.sampled_from([1, 300]),
    st.sampled_from([2, 100]),
)
def test_whole_runs_agree_in_any_order_of_files_and_size_of_groups(
    tmp_path_factory: pytest.TempPathFactory, pick: random.Random, files: int, size: float, cap: int, fold: int
) -> None:
    shop = Workshop(tmp_path_factory.mktemp("whole"))
    records = pick.sample(RECORDS, len(RECORDS))
    asked = {"run__group_mb": size, "run__batch_mb": size, "dedupe__band_cap": cap, "store__fold_files": fold}
    for number in range(files):
        dropped(shop, f"{number}.jsonl", records[number::files])
        if pick.random() < 0.5:
            shop.run(**asked)
    shop.run(**asked)
    capped = flagged(shop)
    for whole in EXACT:
        parts = [c for c in partition(shop) if c & whole]
        assert all(c <= whole for c in parts)
        assert len(parts) == 1 or whole & capped
    assert capped == set() or cap == 1


def test_two_processes_make_the_exact_clusters_too(tmp_path: Path) -> None:
    shop = Workshop(tmp_path)
    dropped(shop, "all.jsonl", RECORDS)
    with Pool(2) as pool:
        pipeline.run(shop.settings(run__batch_mb=0.002), pool.map)
    assert partition(shop) == EXACT


def test_a_text_that_meets_the_cap_says_so(workshop: Workshop) -> None:
    dropped(workshop, "all.jsonl", [(str(n), t) for n, t in enumerate(under_one_tail(12))])
    workshop.run(dedupe__band_cap=1)
    assert len(workshop.rows("documents")) == 12
    assert flagged(workshop)
