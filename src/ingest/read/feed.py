"""RSS and Atom: one record an item. The feed is decoded as a stream and its items are dropped as they are read.

No entity is expanded in text, no DTD is loaded, nothing is fetched.
"""

import codecs
import hashlib
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from ingest.core.config import Settings
from ingest.core.decoding import decode
from ingest.core.members import Part, reader
from ingest.core.model import End, Hint, RawRecord, RecordKey, Reject, Skipped
from ingest.read.choosing import is_text_name

FEED = re.compile(rb"<(?:rss|feed|rdf:RDF|(?:atom|rss):feed)[\s>]")
SAMPLE = 1_000_000  # bytes by which the encoding is told
ITEMS = ("item", "entry")
BODIES = ("encoded", "content", "description", "summary")  # the first that holds anything
FIELDS = {
    "title": "title",
    "pubDate": "published",
    "published": "published",
    "issued": "published",
    "date": "published",
    "updated": "modified",
    "modified": "modified",
    "creator": "authors",
    "author": "authors",
    "category": "tags",
    "rights": "license",
}
DECLARATION = re.compile(r"^\s{0,100}<\?xml[^>]{0,300}\?>")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
FAULTS = (etree.XMLSyntaxError, ValueError)


def claims(path: str, head: bytes) -> int:
    """By its root element, or its name."""
    if path.lower().endswith((".rss", ".atom")):
        return 12
    plain = head.replace(b"\x00", b"")
    return (
        18
        if not is_text_name(path) and FEED.search(plain) and plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"<"
        else 0
    )


@reader("feed", claims)
def read(part: Part, stream: BinaryIO, settings: Settings) -> Iterator[RawRecord | Reject | Skipped | End]:
    """One record an item; a feed that breaks off is one reject more."""
    path, count, limits = part.file.path, 0, settings.limits
    head = stream.read(SAMPLE)
    decoded = decode(head[: len(head) - len(head) % 4], None, True, settings.extract.detector)
    if decoded is None:
        yield Reject(path, RecordKey(), "read", "undecodable", "no encoding reads it")
        yield End(1)
        return
    encoding = decoded.decoding.encoding.replace("ascii", "utf-8")  # what follows may have more
    source = _Transcoded(head, stream, encoding)
    site: list[Hint] = []
    seen: set[str] = set()
    trouble = None
    try:
        for _, node in etree.iterparse(
            source,
            events=("end",),
            recover=True,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            encoding="utf-8",
        ):
            name = _local(node)
            parent = node.getparent()
            if name in ITEMS:
                count += 1
                yield _record(path, node, encoding, tuple(site))
                _drop(node)
                if count >= limits.records:
                    trouble = ("too_many_records", f"limits.records allows {limits.records}; the rest was not read")
                    break
            elif parent is not None and _local(parent) in ("channel", "feed", "rss") and name in ("title", "language"):
                field = "site" if name == "title" else "language"
                if name not in seen and (text := _text(node)):
                    seen.add(name)
                    site.append(Hint(field, text[:2000], f"feed:channel:{name}"))
    except FAULTS as e:
        trouble = ("truncated" if count else "broken_record", f"not a whole feed: {e}")
    if trouble is None and not source.ended():
        trouble = ("truncated", "the feed breaks off")
    if trouble is None and count == 0:
        trouble = (
            ("broken_record", "items that XML cannot be read to") if source.items else ("empty", "a feed without items")
        )
    if trouble:
        count += 1
        yield Reject(path, RecordKey(None, "rest", 0), "read", *trouble, encoding=encoding)
    yield End(count)


def _record(path: str, node: etree._Element, encoding: str, site: tuple[Hint, ...]) -> RawRecord | Reject:
    found: dict[str, list[etree._Element]] = {}
    for child in node:
        if isinstance(child.tag, str):
            found.setdefault(_local(child), []).append(child)
    own = next((t for n in ("guid", "id") for c in found.get(n, ()) if (t := _text(c))), None)
    digest = hashlib.sha256(etree.tostring(node, encoding="utf-8", with_tail=False)).hexdigest()
    key = RecordKey(own and own[:2000], f"id:{own}" if own else f"sha256:{digest}")
    hints = [
        Hint(field, text[:2000], f"feed:{name}")
        for name, field in FIELDS.items()
        for child in found.get(name, ())
        if (text := _text(child, "name" if name == "author" else None))
    ]
    links = (c.get("href") or _text(c) for c in found.get("link", ()) if c.get("rel") in (None, "alternate"))
    hints += [Hint("url", link.strip()[:2000], "feed:link") for link in links if link and "://" in link][:1]
    for name in BODIES:
        for child in found.get(name, ()):
            body, media_type = _body(child)
            if body.strip():
                kept = (*hints, *site)
                return RawRecord(path, key, body, f"{media_type}; charset={encoding}", kept)
    title = _text(found["title"][0]) if "title" in found else ""
    return Reject(path, key, "read", "no_text", f"an item without a body; title: {title[:200]!r}", encoding=encoding)


def _body(node: etree._Element) -> tuple[str, str]:
    """The body and its media type: Atom says which it is, RSS means HTML."""
    kind = (node.get("type") or "html").lower()
    if kind in ("xhtml", "application/xhtml+xml") or len(node):
        inner = [node.text or "", *(etree.tostring(c, encoding="unicode") for c in node if isinstance(c.tag, str))]
        return "".join(inner), "text/html"
    return node.text or "", "text/plain" if kind in ("text", "text/plain") else "text/html"


def _local(node: etree._Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _text(node: etree._Element, child: str | None = None) -> str:
    inner = next((c for c in node if _local(c) == child), node) if child else node
    return " ".join("".join(inner.itertext()).split())


def _drop(node: etree._Element) -> None:
    """Forget an item and what stands before it, so that memory does not grow with the feed."""
    parent = node.getparent()
    node.clear()
    while parent is not None and (before := node.getprevious()) is not None:
        parent.remove(before)


class _Transcoded(io.RawIOBase):
    """Bytes in any encoding as UTF-8 without the declaration of another one."""

    def __init__(self, head: bytes, stream: BinaryIO, encoding: str) -> None:
        super().__init__()
        self._head, self._stream, self._first, self._tail = head, stream, True, ""
        self.items = 0  # about how many items begin in what was read
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes, more or less `size`."""
        while True:
            data = self._head[: 1 << 16] or self._stream.read(1 << 16)
            self._head = self._head[1 << 16 :]
            text = self._decoder.decode(data, final=not data)
            if self._first and text:
                text, self._first = DECLARATION.sub("", text.lstrip("\ufeff \t\r\n")), False
            if text:
                self.items += text.count("<item") + text.count("<entry")
                self._tail = (self._tail + text)[-400:]
                return CONTROL.sub("", text).encode("utf-8", "replace")
            if not data:
                return b""

    def ended(self) -> bool:
        """Whether the last thing read was the end of a root element (comments may follow)."""
        return bool(re.search(r"</(?:\w{1,20}:)?(?:rss|feed|RDF)\s{0,20}>", self._tail))
