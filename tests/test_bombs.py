"""Files made to hang, crash or exhaust: each is a reject with its reason, or harmless, and its neighbours come in."""

import gzip
import io
import struct
import zipfile

import pytest

from ingest.core.config import load
from ingest.core.members import Part
from ingest.core.model import End, Identity, RawFile, RawRecord, RecordKey, Reject
from ingest.extract import Extract
from ingest.read import choose
from tests.conftest import Workshop
from tests.kinds import page, story, tarred, zipped

SETTINGS = load(
    environment={}, overrides={"limits.unpacked_mb": 20.0, "limits.ratio_free_mb": 1.0, "limits.nesting": 4}
)
ZEROS = bytes(30_000_000)


def nested_zip(levels: int) -> bytes:
    data = zipped({"a.txt": story("core").encode()})
    for level in range(levels):
        data = zipped({f"{level}.zip": data})
    return data


def nested_tar(levels: int) -> bytes:
    data = tarred({"a.txt": story("core").encode()})
    for level in range(levels):
        data = tarred({f"{level}.tar": data})
    return data


def overlapping_zip() -> bytes:
    """Many entries of the directory that point at one member, as the most compact bombs do."""
    data = zipped({"a.txt": bytes(3_000_000)})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.start_dir
    entry, end = data[start:-22], data[-22:]
    size = struct.pack("<HHI", 50, 50, 50 * len(entry))
    return data[:start] + entry * 50 + end[:8] + size + end[16:]


def pdf_loop() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999>>endobj\n"
        b"trailer<</Root 1 0 R/Prev 0>>\nstartxref\n0\n%%EOF\n"
    )


ENTITIES = "".join(f'<!ENTITY e{i} "' + f"&e{i - 1};" * 10 + '">' for i in range(1, 12))
ARCHIVES = {
    "zip of zeros": (zipped({"a.txt": ZEROS}), {"bomb"}),
    "gzip of zeros": (gzip.compress(ZEROS), {"bomb"}),
    "gzip in gzip of zeros": (gzip.compress(gzip.compress(ZEROS)), {"bomb"}),
    "tar of gzips of zeros": (tarred({f"{i}.gz": gzip.compress(bytes(3_000_000)) for i in range(12)}), {"bomb"}),
    "members on top of one another": (overlapping_zip(), {"bomb", "truncated", "empty", "binary"}),
    "zips within zips": (nested_zip(10), {"too_deep"}),
    "tars within tars": (nested_tar(10), {"too_deep"}),
    "entities that stand for entities": (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{ENTITIES}]><rss><channel><item><description>&e11;</description>'
        "</item></channel></rss>".encode(),
        set(),
    ),
    "a million entities": (
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e "ha">]><rss><channel><item><description>x'
        + b"&e;" * 1_000_000
        + b"</description></item></channel></rss>",
        set(),
    ),
    "an entity from a file": (
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss><channel><item><description>x&e;'
        b"</description></item></channel></rss>",
        set(),
    ),
    "200,000 brackets": (b'[{"a":' + b"[" * 200_000, {"truncated"}),
    "mail in mail in mail": (
        b"".join(
            b"From: a\nSubject: x\nContent-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(3000)
        ),
        {"no_text", "broken_record"},
    ),
}
PAGES = {
    "300,000 spans": "<p>" + "<span>a</span> " * 300_000 + "MARK</p>",
    "200,000 attributes": "<div " + " ".join(f"a{i}=1" for i in range(200_000)) + "><p>MARK</p></div>",
    "a picture of 15 MB in an attribute": f'<img src="data:image/png;base64,{"A" * 15_000_000}"><p>MARK</p>',
    "nested 300 deep": "<div>" * 300 + "<p>MARK</p>",
    "nested 200,000 deep": "<div>" * 200_000 + "<p>MARK</p>",
    "lists 3,000 deep": "<p>MARK</p>" + "<ul><li>x" * 3000,
    "tables 400 deep": "<table><tr><td>" * 400 + "MARK",
    "50,000 unclosed fonts": "<font>" * 50_000 + "MARK",
    "a column that spans 9e15": '<table><tr><td colspan="9007199254740991">MARK</td></tr></table>',
    "100,000 cells": "<p>MARK</p><table>" + ("<tr>" + "<td>cell</td>" * 20 + "</tr>") * 5000 + "</table>",
    "a comment that never ends": "<!-- <p>MARK</p>",
    "a script that never ends": "<script>var a = 1; <p>MARK</p>",
    "half tags": "<a <" * 300_000 + "<p>MARK</p>",
    "openings of comments": "<!--" * 300_000 + "<p>MARK</p>",
    "control characters": "<p>MA\x00RK \x08</p><p>MARK</p>",
    "text after the end": "</body></html><p>MARK</p>",
    "text in noscript": "<noscript><p>MARK</p></noscript>",
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_bomb_is_a_reject_and_the_count_is_right(name: str) -> None:
    data, reasons = ARCHIVES[name]
    reader = choose("dropped.bin", data[:4096])
    assert reader is not None
    part = Part(RawFile("dropped.bin", len(data), 0, "", Identity("dropped.bin")))
    *given, end = reader.read(part, io.BytesIO(data), SETTINGS)
    assert isinstance(end, End)
    assert end.records == len(given)
    found = {r.reason for r in given if isinstance(r, Reject)}
    assert found <= reasons | {"empty"}
    assert bool(found) == bool(reasons)
    if "entit" in name:
        assert sum(len(r.body) for r in given if isinstance(r, RawRecord)) <= len(data)
    assert not any("root:" in str(r.body) for r in given if isinstance(r, RawRecord))


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_keeps_its_text(name: str) -> None:
    long = "".join(f"<p>{story(f'MARK {i}')}</p>" for i in range(4))
    source = "<html><head><title>T</title></head><body><h1>Head</h1>" + PAGES[name].replace("<p>MARK</p>", long)
    got = Extract(SETTINGS)(RawRecord("a.html", RecordKey(), source.encode()))
    assert "MARK" in getattr(got, "text", ""), got


def test_a_pdf_that_holds_itself_is_a_reject() -> None:
    got = Extract(SETTINGS)(RawRecord("a.pdf", RecordKey(), pdf_loop()))
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
