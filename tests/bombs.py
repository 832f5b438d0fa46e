"""Containers made to unpack to more than anyone has room for, or to hold themselves.

python -m tests.bombs FOLDER          writes them all as files
"""

import bz2
import gzip
import io
import json
import lzma
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from backports import zstd

from tests.kinds import story, tarred, zipped

ZEROS = bytes(30_000_000)
ENTITIES = "".join(f'<!ENTITY e{i} "' + f"&e{i - 1};" * 10 + '">' for i in range(1, 12))


def nested_zip(levels: int) -> bytes:
    """An archive in an archive …"""
    data = zipped({"a.txt": story("core").encode()})
    for level in range(levels):
        data = zipped({f"{level}.zip": data})
    return data


def nested_tar(levels: int) -> bytes:
    """The same of tar."""
    data = tarred({"a.txt": story("core").encode()})
    for level in range(levels):
        data = tarred({f"{level}.tar": data})
    return data


def nested_gzip(levels: int) -> bytes:
    """A compressed file in a compressed file …"""
    data = story("core").encode()
    for _ in range(levels):
        data = gzip.compress(data)
    return data


def branching_zip(levels: int) -> bytes:
    """Eight archives in each archive."""
    data = zipped({"a.txt": bytes(1_000_000)})
    for _ in range(levels):
        data = zipped({f"{i}.zip": data for i in range(8)})
    return data


def overlapping_zip() -> bytes:
    """Many entries of the directory that point at one member, as the most compact bombs do."""
    data = zipped({"a.txt": bytes(3_000_000)})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.start_dir
    entry, end = data[start:-22], data[-22:]
    size = struct.pack("<HHI", 50, 50, 50 * len(entry))
    return data[:start] + entry * 50 + end[:8] + size + end[16:]


def lying_zip() -> bytes:
    """A member that says it is ten bytes long."""
    data = bytearray(zipped({"a.txt": ZEROS}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.find(mark) + at
        data[start : start + 4] = struct.pack("<I", 10)
    return bytes(data)


def packed_answer(body: bytes, encoding: str) -> bytes:
    """A WARC record of a page that HTTP packed."""
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {encoding}\r\n\r\n".encode() + body
    head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
    return head.encode() + http + b"\r\n\r\n"


@cache
def much_of_nothing() -> bytes:
    """200 MB of zeros, deflated."""
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(bytes(1 << 20)) for _ in range(200)), packer.flush()])


def sparse_tar() -> bytes:
    """A member that is said to be 8 GB of holes (GNU's format)."""
    data = bytearray(tarred({"a.txt": b"x" * 512}))
    data[156:157] = b"S"
    data[386:410] = b"00000000000\x0000000001000\x00"
    data[483:495] = b"77777777777\x00"
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\x00 " % sum(data[:512])
    return bytes(data)


def feed(text: str, subset: str = '<!ENTITY e "ha">') -> bytes:
    """A feed of one item, with entities of its own."""
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [{subset}]><rss><channel><item><description>{text}</description></item></channel></rss>'
    ).encode()


def pdf_loop() -> bytes:
    """Pages that are their own children, and a cross-reference that is its own predecessor."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999>>endobj\n"
        b"trailer<</Root 1 0 R/Prev 0>>\nstartxref\n0\n%%EOF\n"
    )


def pdf_of_zeros() -> bytes:
    """A page whose content unpacks to 200 MB."""
    stream = much_of_nothing()
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page"
        b"/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>endobj\n4 0 obj<</Length %d/Filter/FlateDecode>>stream\n"
        % len(stream)
        + stream
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )


def mail_in_mail(levels: int) -> bytes:
    """Parts within parts."""
    return b"".join(
        b"From: a\nSubject: x\nContent-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(levels)
    )


# name -> bytes, and the reasons that its rejects may have; none: it is harmless
BOMBS: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "zip of zeros": (lambda: zipped({"a.txt": ZEROS}), {"bomb"}),
    "zip that lies about its length": (lambda: lying_zip(), {"bomb", "broken_record"}),
    "gzip of zeros": (lambda: gzip.compress(ZEROS), {"bomb"}),
    "bzip2 of zeros": (lambda: bz2.compress(ZEROS), {"bomb"}),
    "xz of zeros": (lambda: lzma.compress(ZEROS), {"bomb"}),
    "zstd of zeros": (lambda: zstd.compress(ZEROS), {"bomb"}),
    "gzip in gzip of zeros": (lambda: gzip.compress(gzip.compress(ZEROS)), {"bomb"}),
    "tar of gzips of zeros": (
        lambda: tarred({f"{i}.gz": gzip.compress(bytes(3_000_000)) for i in range(12)}),
        {"bomb"},
    ),
    "tar of 8 GB of holes": (lambda: sparse_tar(), {"bomb", "truncated", "broken_record", "too_large"}),
    "members on top of one another": (lambda: overlapping_zip(), {"bomb", "truncated", "broken_record", "binary"}),
    "eight zips in each zip": (lambda: branching_zip(3), {"bomb"}),
    "zips within zips": (lambda: nested_zip(10), {"too_deep"}),
    "tars within tars": (lambda: nested_tar(10), {"too_deep"}),
    "gzips within gzips": (lambda: nested_gzip(40), {"too_deep"}),
    "entities that stand for entities": (lambda: feed("&e11;", f'<!ENTITY e0 "ha">{ENTITIES}'), set()),
    "a million entities": (lambda: feed("x" + "&e;" * 1_000_000), set()),
    "an entity from a file": (lambda: feed("x&e;", '<!ENTITY e SYSTEM "file:///etc/passwd">'), set()),
    "a page that HTTP packed to nothing": (lambda: packed_answer(much_of_nothing(), "deflate"), {"too_large"}),
    "200,000 brackets": (lambda: b'[{"a":' + b"[" * 200_000, {"truncated"}),
    "200,000 brackets that close": (lambda: b'[{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}]", {"broken_record"}),
    "mail in mail in mail": (lambda: mail_in_mail(3000), {"no_text", "broken_record"}),
    "beginnings of WARC records": (lambda: b"WARC/1.0\n" + b"\nWARC/" * 100_000, {"broken_record"}),
    "a table of one open quote": (lambda: b"id,text\n" + b'"a","\n' * 50_000, {"broken_record", "no_text"}),
    "objects in objects": (lambda: json.dumps({str(i): {"a": [{}] * 50} for i in range(500)}).encode(), {"no_text"}),
}
DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "a PDF that holds itself": pdf_loop,
    "a PDF that unpacks to 200 MB": pdf_of_zeros,
}


def main() -> None:
    """Write them all."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for number, make in enumerate([*(make for make, _ in BOMBS.values()), *DOCUMENTS.values()]):
        data = make()
        (folder / f"{number:02}.{'pdf' if data.startswith(b'%PDF') else 'bin'}").write_bytes(data)


if __name__ == "__main__":
    main()
