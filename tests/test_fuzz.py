"""Files of every kind with bytes changed, cut out, doubled and moved: what comes out adds up, whatever they hold."""

import io
import random
from pathlib import Path

import pytest

from ingest.core.config import load
from ingest.core.members import Part
from ingest.core.model import Document, End, Identity, RawFile, RawRecord, Reject
from ingest.extract import Extract
from ingest.read import choose
from ingest.store import Store
from tests.front_door import ran
from tests.fuzzing import files, mutated
from tests.kinds import every_kind

SETTINGS = load(environment={}, overrides={"limits.record_mb": 4.0, "limits.unpacked_mb": 50.0})
KINDS = every_kind()


def read_all(name: str, data: bytes) -> None:
    """Read and extract; the count must be right."""
    reader = choose(name, data[:4096])
    assert reader is not None
    part = Part(RawFile(name, len(data), 0, "", Identity(name)))
    *given, end = reader.read(part, io.BytesIO(data), SETTINGS)
    assert isinstance(end, End)
    assert end.records == len(given), reader.name
    extract = Extract(SETTINGS)
    for record in given:
        if isinstance(record, RawRecord):
            assert isinstance(extract(record), Document | Reject)


@pytest.mark.parametrize("name", KINDS)
def test_a_mutated_file_is_read_to_its_end(name: str) -> None:
    pick = random.Random(name)
    for _ in range(6):
        read_all(name, mutated(KINDS[name], pick))


@pytest.mark.slow
def test_ten_thousand_mutated_files_are_all_accounted_for(tmp_path: Path) -> None:
    """About seven minutes of CPU. Near duplicates are not looked for: all the files are such of one another."""
    raw = tmp_path / "raw"
    for name, data in files(10_000):
        path = raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    told = ran(raw, tmp_path, limits__memory_mb=2048, limits__cpu_s=20, dedupe__level="exact")
    accounts = Store(str(tmp_path / "processed"), SETTINGS.store).read("raw_files").to_pylist()
    assert len(accounts) == told["rows"]["raw_files"] == 10_000
    assert all(f["records"] == f["documents"] + f["duplicates"] + f["rejects"] + f["skipped"] for f in accounts)
    assert not {"timeout", "crashed", "memory", "internal_error"} & set(told["reasons"]), told
    assert told["peak_mb"]["worker"] < 2048
