"""What a server answered, out of a WARC record: its header and its body, decoded as the header says or, where that cannot
be so, as it lies there.

Archives are full of bodies that are no longer in the encoding their headers tell of: whoever stored them took the
chunks apart or unpacked them and kept the headers. FastWARC takes chunks apart; what is packed is unpacked here, with a
bound (FastWARC would unpack 3 MB of a bomb to 3 GB before it gives a byte).
"""

import zlib
from collections.abc import Callable
from typing import Any, Literal

import brotli
from fastwarc.warc import WarcRecord

from ingest.core.decoding import is_binary
from ingest.read.transcoded import Bytes

HEADER_WITHIN = 1 << 16
CHUNK = 1 << 20
EITHER, RAW = 47, -15  # zlib's window bits: a header of gzip or zlib; none, which browsers take for deflate too


def opened(data: bytes, way: Literal["none", "transfer"] = "none") -> WarcRecord:
    """The record with its HTTP header read, where it has one; `way`: whether chunks are taken apart. Raises OSError or ValueError for what is no record."""
    record = WarcRecord.from_bytes(data)
    record.is_http = True
    record.parse_http(auto_decode=way, quirks_mode=_has_bare_newlines(data))
    return record


def body_of(data: bytes, most: int) -> bytes:
    """The body of an answer, at most one byte more than `most`. Raises what `opened` does, and ValueError for a body that
    cannot be unpacked and is no text as it lies."""
    try:
        record = opened(data, "transfer")
        packed = read(record.reader, most)
    except (OSError, ValueError, OverflowError):  # its chunks were taken apart before
        record = opened(data)
        packed = read(record.reader, most)
    body = packed
    for name in reversed(_encodings(record)):
        try:
            body = DECODERS[name](body, most)
        except FAULTS as e:
            if is_binary(packed[:8192]):
                raise ValueError(f"its body is no {name}: {e}") from e
            return packed  # it was unpacked before
    return body


def read(stream: Bytes, most: int) -> bytes:
    """A stream's bytes, at most one more than `most`."""
    out = bytearray()
    while len(out) <= most and (data := stream.read(min(CHUNK, most + 1 - len(out)))):
        out += data
    return bytes(out)


def _inflated(body: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj(EITHER).decompress(body, most + 1)
    except zlib.error:
        return zlib.decompressobj(RAW).decompress(body, most + 1)


def _from_brotli(body: bytes, most: int) -> bytes:
    unpacker, out = brotli.Decompressor(), bytearray()
    while len(out) <= most and (data := unpacker.process(body, output_buffer_limit=CHUNK)):
        out, body = out + data, b""
    return bytes(out)


def _from_zstd(body: bytes, most: int) -> bytes:
    from backports import zstd  # the standard library's own from Python 3.14 on

    try:
        return zstd.ZstdDecompressor().decompress(body, most + 1)
    except zstd.ZstdError as e:
        raise ValueError(e) from e


DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _inflated,
    "x-gzip": _inflated,
    "deflate": _inflated,
    "br": _from_brotli,
    "zstd": _from_zstd,
}
FAULTS = (zlib.error, brotli.error, ValueError)


def _encodings(record: Any) -> list[str]:
    """The ways a body was packed, in their order, as far as they are known here."""
    headers = record.http_headers
    told = (headers.get("content-encoding") or "") if headers is not None else ""
    return [name for piece in told.split(",")[:5] if (name := piece.strip().lower()) in DECODERS]


def _has_bare_newlines(data: bytes) -> bool:
    """Whether the HTTP header ends in two bare newlines, as some servers wrote it."""
    start = data.find(b"\r\n\r\n") + 4
    bare = data.find(b"\n\n", start, start + HEADER_WITHIN)
    return bare >= 0 and not 0 <= data.find(b"\r\n\r\n", start, start + HEADER_WITHIN) < bare
