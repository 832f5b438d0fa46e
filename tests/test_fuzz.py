"""Files of every kind with bytes changed, cut out, doubled and swapped: what comes out adds up, whatever they hold."""

import io
import random

import pytest

from ingest import pipeline
from ingest.core.config import load
from ingest.core.members import Part
from ingest.core.model import Document, End, Identity, RawFile, RawRecord, Reject
from ingest.extract import Extract
from ingest.read import choose
from ingest.workers import Pool
from tests.conftest import Workshop
from tests.kinds import every_kind

SETTINGS = load(environment={}, overrides={"limits.record_mb": 4.0, "limits.unpacked_mb": 50.0})
KINDS = every_kind()
PIECES = (b"\x00", b"\xff", b"<", b">", b'"', b"]", b"{", b"\r\n\r\n", b"WARC/1.0\r\n", b"PK\x03\x04", b"\x1f\x8b\x08", b"%PDF-", b"From ",
          b"<!--", b"&#x110000;", b"Content-Length: 99999999999\r\n", b"-1", b"\xed\xa0\x80", b"\x1b$B")  # fmt: skip


def mutated(data: bytes, pick: random.Random) -> bytes:
    """`data` with one to eight changes."""
    out = bytearray(data)
    for _ in range(pick.randint(1, 8)):
        at, size = pick.randrange(len(out) + 1), pick.choice((1, 1, 2, 8, 64))
        change = pick.randrange(5)
        if change == 0:
            out[at : at + size] = bytes(pick.randrange(256) for _ in range(size))
        elif change == 1:
            del out[at : at + size]
        elif change == 2:
            out[at:at] = out[at : at + size * 8]
        elif change == 3:
            out[at:at] = pick.choice(PIECES)
        else:
            out[at : at + size], other = b"", bytes(out[at : at + size])
            out[pick.randrange(len(out) + 1) :][:0] = other
    return bytes(out)


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
def test_ten_thousand_mutated_files_are_all_accounted_for(workshop: Workshop) -> None:
    pick = random.Random(7)
    names = list(KINDS)
    for number in range(10_000):
        name = names[number % len(names)]
        workshop.drop(f"{number:05}/{name}", mutated(KINDS[name], pick))
    with Pool(2) as pool:
        report = pipeline.run(workshop.settings(limits__memory_mb=2048, limits__cpu_s=20), pool.map)
    files = workshop.rows("raw_files")
    assert len(files) == 10_000
    assert all(f["records"] == f["documents"] + f["duplicates"] + f["rejects"] + f["skipped"] for f in files)
    reasons = [r["reason"] for r in workshop.rows("rejects")]
    assert not {"timeout", "crashed", "memory", "internal_error"} & set(reasons), report
