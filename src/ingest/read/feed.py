"""RSS and Atom: one record an item. The feed is decoded as a stream and its items are dropped as they are read.

No entity is expanded but HTML's, which are single characters; no DTD is loaded, nothing is fetched.
"""

import hashlib
import re
from collections.abc import Iterator
from html import escape
from html.entities import html5
from typing import BinaryIO

from lxml import etree

from ingest.core.config import Settings
from ingest.core.decoding import decode
from ingest.core.looks import is_text_name
from ingest.core.members import Part, reader
from ingest.core.model import End, Hint, RawRecord, RecordKey, Reject, Skipped
from ingest.read.again import sampled
from ingest.read.transcoded import AtHand, Transcoded, pieces

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
CDATA, CDATA_END = "<![CDATA[", "]]>"
MOST_NAME = 40  # characters of an entity; the longest of HTML has 33
AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)(?:([a-zA-Z][a-zA-Z0-9]{1,35});)?")
LESS = re.compile(
    r"<(?!/?(?:[^\W\d]|:)|!--|!\[|![A-Z]|\?[^\W\d])"
)  # begins no tag; the parser would stop there in silence
REFERENCE = re.compile(r"&#(x?)([0-9a-fA-F]{1,7});")
BEGINS = re.compile(r"<(?:[\w.-]{1,20}:)?(?:item|entry)[\s/>]")
PICTURES = "http://search.yahoo.com/mrss/"  # Media RSS: its titles and descriptions are those of pictures
READABLE = ("html", "xhtml", "text", "application/xhtml+xml", "application/xml")  # types of Atom's content
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
    head = sampled(stream, SAMPLE)
    decoded = decode(head[: len(head) - len(head) % 4], None, True, settings.extract.detector)
    if decoded is None:
        yield Reject(path, RecordKey(), "read", "undecodable", "no encoding reads it")
        yield End(1)
        return
    encoding = decoded.decoding.encoding.replace("ascii", "utf-8")  # what follows may have more
    source = _Source(pieces(head, AtHand(stream), encoding))
    site: list[Hint] = []
    seen: set[str] = set()
    trouble = None
    parsing = etree.iterparse(
        Transcoded(iter(source)),
        events=("end",),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        encoding="utf-8",
    )
    try:
        for _, node in parsing:
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
    if trouble is None and count < source.items and len(parsing.error_log):
        trouble = ("broken_record", f"its XML is broken: of {source.items} items that begin {count} could be read")
    if trouble is None and count == 0:
        trouble = ("empty", "a feed without items")
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
    """The body and its media type: Atom says which it is, RSS means HTML; "" for what is no text (a base64 picture)."""
    kind = (node.get("type") or "html").partition(";")[0].strip().lower()
    if kind not in READABLE and not kind.startswith("text/"):
        return "", kind
    if kind in ("xhtml", "application/xhtml+xml") or len(node):
        inner = [node.text or "", *(etree.tostring(c, encoding="unicode") for c in node if isinstance(c.tag, str))]
        return "".join(inner), "text/html"
    return node.text or "", "text/plain" if kind in ("text", "text/plain") else "text/html"


def _local(node: etree._Element) -> str:
    """The name without its namespace or, where that was never declared, its prefix; "" for what tells of pictures."""
    if not isinstance(node.tag, str):
        return ""
    space, _, name = node.tag.rpartition("}")
    prefix, _, local = name.rpartition(":")
    return "" if space[1:] == PICTURES or (not space and prefix == "media") else local


def _text(node: etree._Element, child: str | None = None) -> str:
    inner = next((c for c in node if _local(c) == child), node) if child else node
    return " ".join("".join(inner.itertext()).split())


def _drop(node: etree._Element) -> None:
    """Forget an item and what stands before it, so that memory does not grow with the feed."""
    parent = node.getparent()
    node.clear()
    if parent is None or _local(parent) in ITEMS:  # of an item that was not closed, what stands before is its own
        return
    while (before := node.getprevious()) is not None:
        parent.remove(before)


class _Source:
    """A feed's text made fit for XML: no declaration of another encoding, no control characters, and no entities but
    XML's own five. HTML's become their characters; any other name, and an ampersand alone, is the text it stands as."""

    def __init__(self, texts: Iterator[str]) -> None:
        self._texts, self._quoted, self._tail = texts, False, ""
        self.items = 0  # how many items begin in what was read

    def __iter__(self) -> Iterator[str]:
        """The pieces; "" where one waits."""
        held, first = "", True
        for text in self._texts:
            held += CONTROL.sub("", text)
            if first and held.strip():
                held, first = DECLARATION.sub("", held.lstrip()), False
            piece, held = self._escaped(held)
            yield self._noted(piece)
        yield self._noted(self._escaped(held, final=True)[0])
        if self._quoted:  # the parser would forget what stands in it
            self.items += 1
            yield CDATA_END

    def _noted(self, piece: str) -> str:
        self._tail = (self._tail + piece)[-400:]
        return piece

    def _escaped(self, text: str, final: bool = False) -> tuple[str, str]:
        """What can be handed on, and what waits for what follows it: half an entity, half a mark of CDATA."""
        out = []
        while text:
            mark = CDATA_END if self._quoted else CDATA
            at = text.find(mark)
            if at < 0:
                cut = len(text) if final else _safe_end(text)
                out.append(text[:cut] if self._quoted else self._marked(text[:cut]))
                return "".join(out), text[cut:]
            piece, text = text[:at], text[at + len(mark) :]
            out += [piece if self._quoted else self._marked(piece), mark]
            self._quoted = not self._quoted
        return "".join(out), ""

    def _marked(self, piece: str) -> str:
        """What stands outside CDATA."""
        self.items += len(BEGINS.findall(piece))
        return LESS.sub("&lt;", REFERENCE.sub(_allowed, AMPERSAND.sub(_character, piece))).replace("]]>", "]]&gt;")

    def ended(self) -> bool:
        """Whether the last thing read was the end of a root element (comments may follow)."""
        return bool(re.search(r"</(?:\w{1,20}:)?(?:rss|feed|RDF)\s{0,20}>", self._tail))


def _safe_end(text: str) -> int:
    """Where nothing is cut in two that could be an entity or a mark of CDATA."""
    last = max(text.rfind("<", -MOST_NAME), text.rfind("&", -MOST_NAME))
    return last if last >= 0 else len(text.rstrip("]"))


def _allowed(found: re.Match[str]) -> str:
    """A reference to a character; to one that XML does not allow, U+FFFD."""
    code = int(found[2], 16) if found[1] else int(found[2]) if found[2].isdecimal() else 0
    known = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return found[0] if known else "\ufffd"


def _character(found: re.Match[str]) -> str:
    known = html5.get(f"{found[1]};") if found[1] else None
    return escape(known, quote=False) if known else "&amp;" + found[0][1:]
