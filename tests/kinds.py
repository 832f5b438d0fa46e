"""One file of every kind that is read, some under wrong names, each with a twin that is broken."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import tomllib
import zipfile
from pathlib import Path

from backports import zstd

CASES = Path(__file__).parent / "cases"
TOPICS = ("ferry", "bakery", "bridge", "school", "orchard", "library", "harbour", "museum", "market", "station")


def story(topic: str) -> str:
    """An article of three sentences, unlike any other topic's."""
    return (
        f"The {topic} opens again on Monday, the council said, after a winter of repairs that nobody in the town expected. "
        f"Everyone who knows the {topic} remembers the week when its roof gave way under the snow. "
        f"The mayor called the new {topic} a gift, and the carpenter who built it asked for a cup of tea."
    )


def page(topic: str) -> str:
    """A small page around an article."""
    body = "".join(f"<p>{s}.</p>" for s in story(topic).split(". "))
    return f"<!doctype html><html><head><title>{topic}</title></head><body><nav>Home</nav><article>{body}</article></body></html>"


def lines(*topics: str) -> str:
    """JSON lines."""
    return "".join(json.dumps({"id": t, "text": story(t)}) + "\n" for t in topics)


def warc(*topics: str) -> list[bytes]:
    """WARC records: a response of HTML for each topic, and a request."""
    out = []
    for number, topic in enumerate(topics):
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page(topic).encode()
        for kind, block in (("request", b"GET / HTTP/1.1\r\n\r\n"), ("response", http)):
            head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:x:{kind}{number}>\r\n"
            head += f"WARC-Target-URI: http://example.org/{topic}\r\nWARC-Date: 2025-10-06T08:00:00Z\r\n"
            head += f"Content-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
            out.append(head.encode() + block + b"\r\n\r\n")
    return out


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    """A tar archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def _cased(member: str) -> bytes:
    """The first case of an extractor, as a file."""
    case = tomllib.loads((CASES / "extractors" / f"{member}.toml").read_text(encoding="utf-8"))["case"][0]
    if "files" in case:
        return zipped({name: text.encode() for name, text in case["files"].items()})
    return case["data"].encode()


def every_kind() -> dict[str, bytes]:
    """Name -> bytes. Names that end in `.bin` or belie their content are wrong on purpose."""
    rss = "<?xml version='1.0'?><rss version='2.0'><channel><title>News</title>" + "".join(
        f"<item><guid>{t}</guid><title>{t}</title><description>&lt;p&gt;{story(t)}&lt;/p&gt;</description></item>"
        for t in ("ferry feed", "bakery feed")
    )
    mail = "From: Ann <ann@example.org>\nSubject: {0}\nMessage-ID: <{0}@example.org>\nMIME-Version: 1.0\n\n{1}\n"
    mailbox = "".join(
        f"From ann@example.org Mon Oct  6 08:00:00 2025\n{mail.format(t, story(t + ' box'))}\n"
        for t in ("ferry", "bridge")
    )
    saved = (
        "Snapshot-Content-Location: https://example.org/a\nSubject: saved\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html; charset=utf-8\n\n'
        f"{page('saved ferry')}\n--b--\n"
    )
    crawl = warc("ferry crawl", "bridge crawl")
    table = "id,title,text\n" + "".join(f'{t},{t},"{story(t + " row")}"\n' for t in ("ferry", "bridge"))
    kinds = {
        "text.txt": story("ferry text").encode(),
        "markdown.md": f"---\ntitle: Ferry\n---\n\n{story('ferry notes')}\n".encode(),
        "page.html": page("ferry page").encode(),
        "page.xhtml": page("ferry xhtml").encode(),
        "data.xml": f"<?xml version='1.0'?><a><p>{story('ferry data')}</p></a>".encode(),
        "lines.jsonl": lines("ferry lines", "bridge lines").encode(),
        "array.json": json.dumps([{"id": t, "text": story(t)} for t in ("ferry array", "bridge array")]).encode(),
        "table.csv": table.encode(),
        "table.tsv": table.replace('"', "").replace(", ", "; ").replace(",", "\t").replace("row", "tab").encode(),
        "feed.rss": (rss + "</channel></rss>").encode(),
        "feed.atom": f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id><content type="text">{story("atom")}</content>'
        "</entry></feed>".encode(),
        "crawl.warc": b"".join(crawl),
        "crawl.warc.gz": b"".join(gzip.compress(r.replace(b"crawl", b"gzips")) for r in crawl),
        "mail.eml": mail.format("one", story("mail")).encode(),
        "mail.mbox": mailbox.encode(),
        "saved.mhtml": saved.encode(),
        "text.txt.gz": gzip.compress(story("gzip").encode()),
        "text.txt.bz2": bz2.compress(story("bzip").encode()),
        "text.txt.xz": lzma.compress(story("xz").encode()),
        "lines.jsonl.zst": zstd.compress(lines("zstd ferry", "zstd bridge").encode()),
        "archive.zip": zipped({"a/one.txt": story("zip").encode(), "two.html": page("zip page").encode()}),
        "archive.tar": tarred({"one.txt": story("tar").encode(), "two.jsonl": lines("tar lines").encode()}),
        "archive.tgz": gzip.compress(tarred({"deep.zip": zipped({"one.txt": story("nested").encode()})})),
        "paper.pdf": _cased("pdf"),
        "letter.docx": _cased("docx"),
        "letter.odt": _cased("odt"),
        "book.epub": _cased("epub"),
    }
    wrong = {
        "page.txt": "page.html",
        "paper.txt": "paper.pdf",
        "crawl.bin": "crawl.warc",
        "feed.bin": "feed.rss",
        "zip.txt": "archive.zip",
    }
    kinds |= {f"wrong/{name}": kinds[of] for name, of in wrong.items()}
    return kinds


def broken(data: bytes) -> bytes:
    """The first two thirds."""
    return data[: len(data) * 2 // 3]
