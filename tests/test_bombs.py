"""Files made to hang, crash or exhaust: each is a reject with its reason, or harmless, and its neighbours come in."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.core.config import load
from ingest.core.members import Part
from ingest.core.model import Document, End, Identity, RawFile, RawRecord, RecordKey, Reject
from ingest.extract import Extract
from ingest.read import choose
from ingest.store import Store
from tests import bombs, hostile
from tests.bombs import BOMBS, DOCUMENTS, ZEROS
from tests.conftest import Workshop, article
from tests.front_door import ran
from tests.hostile import HAZARDS, LONG, OWN
from tests.kinds import page, story, zipped

SETTINGS = load(
    environment={}, overrides={"limits.unpacked_mb": 20.0, "limits.ratio_free_mb": 1.0, "limits.nesting": 4}
)


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_a_reject_and_the_count_is_right(name: str) -> None:
    make, reasons = BOMBS[name]
    data = make()
    path = "dropped.csv" if "table" in name else "dropped.bin"
    reader = choose(path, data[:4096])
    assert reader is not None
    part = Part(RawFile(path, len(data), 0, "", Identity(path)))
    *given, end = reader.read(part, io.BytesIO(data), SETTINGS)
    assert isinstance(end, End)
    assert end.records == len(given)
    found = {r.reason for r in given if isinstance(r, Reject)}
    assert found <= reasons | {"empty"}
    assert bool(found) == bool(reasons)
    if "entit" in name:
        assert sum(len(r.body) for r in given if isinstance(r, RawRecord)) <= len(data)
    assert not any("root:" in str(r.body) for r in given if isinstance(r, RawRecord))


@pytest.mark.parametrize("name", [pytest.param(n, marks=[pytest.mark.slow] * (n in LONG)) for n in HAZARDS | OWN])
def test_a_hostile_page_keeps_its_text(name: str) -> None:
    made = (HAZARDS | OWN)[name]()
    got = Extract(SETTINGS)(RawRecord("a.html", RecordKey(), made.data))
    if isinstance(got, Reject):
        assert got.reason in made.reasons
        return
    assert isinstance(got, Document)
    assert made.reasons == ()
    assert [k for k in made.keeps if k not in got.text] == []
    assert [w for w in made.without if w in got.text] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_is_a_bomb_is_a_reject(name: str) -> None:
    got = Extract(SETTINGS)(RawRecord("a.pdf", RecordKey(), DOCUMENTS[name]()))
    assert isinstance(got, Reject)


def test_a_bomb_takes_no_neighbour_with_it(workshop: Workshop) -> None:
    workshop.drop(
        "bomb.zip",
        zipped({"one.txt": story("before").encode(), "zeros.txt": ZEROS, "two.txt": story("after").encode()}),
    )
    workshop.drop("article.html", page("neighbour"))
    workshop.run(limits__ratio_free_mb=1.0)
    kept = workshop.rows("documents") + workshop.rows("duplicates")
    assert {r["record_member"] or r["raw_path"] for r in kept} == {"one.txt", "article.html"}
    assert [r["reason"] for r in workshop.rows("rejects")] == ["bomb"]


@pytest.mark.slow
def test_bombs_and_hostile_pages_cost_no_neighbour_and_no_worker_its_limit(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    for module in (bombs, hostile):
        name = module.__name__
        subprocess.run([sys.executable, "-m", name, str(raw / name)], check=True, cwd=Path(__file__).parents[1])
    made = sum(1 for path in raw.rglob("*") if path.is_file())
    assert made == len(BOMBS | DOCUMENTS) + len(HAZARDS | OWN)
    for number in range(20):
        (raw / f"{number}.txt").write_text(article(str(number)))
    told = ran(raw, tmp_path, limits__memory_mb=2048, dedupe__level="exact")
    assert told["rows"]["raw_files"] == made + 20
    assert not {"timeout", "crashed", "memory", "internal_error"} & set(told["reasons"]), told
    assert told["peak_mb"]["worker"] < 2048
    kept = Store(str(tmp_path / "processed"), SETTINGS.store).read("documents").column("raw_path").to_pylist()
    assert {f"{number}.txt" for number in range(20)} <= set(kept)
