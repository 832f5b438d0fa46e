"""Files that are cut: their parts add up to the whole, wherever the cuts fall; and large ones take no memory."""

import gzip
import io
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.core.config import load
from ingest.core.members import Part, readers
from ingest.core.model import End, Identity, RawFile, RawRecord
from tests.kinds import every_kind, lines, story, tarred, warc, zipped

SETTINGS = load(environment={})
CRAWL = warc("ferry", "bridge", "school", "market")
CUTTABLE = {
    "jsonl": lines("a", "b", "c").encode(),
    "warc": b"".join(CRAWL),
    "warc packed": b"".join(gzip.compress(r) for r in CRAWL),
    "mbox": every_kind()["mail.mbox"],
    "zip-archive": zipped({f"{i}.txt": story(str(i)).encode() for i in range(5)}),
}


def read_part(name: str, data: bytes, start: int, end: int | None) -> tuple[list, End]:
    part = Part(RawFile("a", len(data), 0, "", Identity("a")), start, end)
    *found, last = readers.members()[name.partition(" ")[0]].read(part, io.BytesIO(data), SETTINGS)
    assert isinstance(last, End)
    assert last.records == len(found)
    return found, last


def read(name: str, data: bytes, start: int, end: int | None) -> list:
    return read_part(name, data, start, end)[0]


def test_the_table_holds_every_reader_that_can_be_cut() -> None:
    assert {n.partition(" ")[0] for n in CUTTABLE} == {n for n, r in readers.members().items() if r.cuttable}


def test_a_packed_crawl_in_an_archive_gives_what_it_gives_alone() -> None:
    within = CUTTABLE["warc packed"]
    alone = [getattr(r, "body", r) for r in read("warc", within, 0, None)]
    for name, data in (("zip-archive", zipped({"a.warc.gz": within})), ("tar-archive", tarred({"a.warc.gz": within}))):
        assert [getattr(r, "body", r) for r in read(name, data, 0, None)] == alone


@pytest.mark.parametrize("name", CUTTABLE)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_parts_add_up_to_the_whole(name: str, data: st.DataObject) -> None:
    content = CUTTABLE[name]
    cuts = sorted({0, len(content), *data.draw(st.lists(st.integers(1, len(content)), max_size=6))})
    parts = [r for a, b in pairwise(cuts) for r in read(name, content, a, b)]
    assert parts == read(name, content, 0, None)


@pytest.mark.parametrize("name", CUTTABLE)
def test_a_cut_near_a_record_loses_none(name: str) -> None:
    content = CUTTABLE[name]
    whole = read(name, content, 0, None)
    starts = sorted({r.key.offset for r in whole if isinstance(r, RawRecord) and r.key.offset})
    for cut in (at + d for at in starts for d in range(-9, 10)):
        assert read(name, content, 0, cut) + read(name, content, cut, None) == whole, cut


DAMAGE = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 300), st.binary(max_size=3)), max_size=3)


@pytest.mark.parametrize("name", CUTTABLE)
@settings(max_examples=60, deadline=None)
@given(damage=DAMAGE, data=st.data())
def test_parts_of_a_damaged_file_that_meet_lose_nothing(name: str, damage: list, data: st.DataObject) -> None:
    content = CUTTABLE[name]
    for place, length, instead in damage:
        at = int(place * len(content))
        content = content[:at] + instead + content[at + length :]
    cuts = sorted({0, len(content), *data.draw(st.lists(st.integers(1, max(1, len(content) - 1)), max_size=4))})
    parts = [read_part(name, content, a, b) for a, b in pairwise(cuts)]
    meet = all(None in (a.after, b.first) or a.after == b.first for (_, a), (_, b) in pairwise(parts))
    found = [r for records, _ in parts for r in records if isinstance(r, RawRecord)]
    assert not meet or found == [r for r in read(name, content, 0, None) if isinstance(r, RawRecord)]


GIGABYTE = """
import io, resource, sys
from ingest.core.config import load
from ingest.core.members import Part, readers
from ingest.core.model import Identity, RawFile
from tests.kinds import lines, warc
kind, size = sys.argv[1], 1_000_000_000
one = lines("ferry").encode() * 200 if kind == "jsonl" else b"".join(warc("ferry")) * 200
class Endless(io.RawIOBase):
    at = 0
    def readable(self): return True
    def seekable(self): return True
    def seek(self, to, whence=0): self.at = to; return to
    def tell(self): return self.at
    def readinto(self, into):
        left = min(len(into), size // len(one) * len(one) - self.at)
        start = self.at % len(one)
        data = (one[start:] + one * (left // len(one) + 1))[:left]
        into[:left] = data
        self.at += left
        return left
part = Part(RawFile("a", size, 0, "", Identity("a")))
read = readers.members()[kind].read(part, io.BufferedReader(Endless()), load(environment={}))
for number, record in enumerate(read):
    if number == 100:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(number, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["jsonl", "warc"])
def test_a_gigabyte_takes_no_more_memory_than_its_first_records(kind: str) -> None:
    run = subprocess.run([sys.executable, "-c", GIGABYTE, kind], capture_output=True, text=True, check=True)
    records, grown_kb = map(int, run.stdout.split())
    assert records > 100_000
    assert grown_kb < 50_000
