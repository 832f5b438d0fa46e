"""A compressed file that breaks off anywhere gives records as they are in the whole one, and one reject for the rest."""

import bz2
import gzip
import io
import json
import lzma
from collections.abc import Callable

from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from ingest.core.config import load
from ingest.core.members import Part, readers
from ingest.core.model import End, Identity, RawFile, RawRecord
from tests.conftest import article

SETTINGS = load(environment={})
TEXTS = [article(str(n), 1) for n in range(6)]
WAYS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd.compress,
}
KINDS = {
    "jsonl": "".join(json.dumps({"text": text}) + "\n" for text in TEXTS),
    "json": json.dumps([{"text": text} for text in TEXTS]),
    "csv": "text\n" + "".join(f'"{text}"\n' for text in TEXTS),
    "rss": "".join(
        ["<rss><channel>", *(f"<item><description>{t}</description></item>" for t in TEXTS), "</channel></rss>"]
    ),
    "mbox": "".join(f"From a@fen.example Thu Jan  1 00:00:00 2026\nSubject: a\n\n{text}\n\n" for text in TEXTS),
}


def read(data: bytes, path: str) -> tuple[list, list]:
    """The bodies of its records, and the reasons of its rejects."""
    part = Part(RawFile(path, len(data), 0, "", Identity(path)))
    *given, end = readers.members()["compressed"].read(part, io.BytesIO(data), SETTINGS)
    assert isinstance(end, End)
    assert end.records == len(given)
    bodies = [one.body for one in given if isinstance(one, RawRecord)]
    return bodies, [one.reason for one in given if not isinstance(one, RawRecord)]


@given(st.sampled_from(sorted(KINDS)), st.sampled_from(sorted(WAYS)), st.data())
def test_what_stands_before_the_break_is_read_and_the_break_is_told(kind: str, way: str, data: st.DataObject) -> None:
    packed, path = WAYS[way](KINDS[kind].encode()), f"a.{kind}.{way}"
    bodies, rejects = read(packed, path)
    assert (len(bodies), rejects) == (len(TEXTS), [])
    cut = data.draw(st.integers(14, len(packed) - 1))  # before, no magic bytes may tell what it is
    before, rejects = read(packed[:cut], path)
    assert before == bodies[: len(before)]
    assert rejects == ["truncated"]


def test_lines_before_the_break_of_a_small_file_are_not_lost() -> None:
    packed = gzip.compress(KINDS["jsonl"].encode(), 1)
    assert 2 <= len(read(packed[: len(packed) * 3 // 4], "a.jsonl.gz")[0]) < len(TEXTS)
