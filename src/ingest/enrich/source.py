"""Where an article comes from: what its sidecar or record says, the folder it was dropped in, its address."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from ingest.core.members import enricher
from ingest.core.model import Document, Fact


@enricher("source")
def find(document: Document) -> Iterator[Fact]:
    """Facts source, site and url."""
    for hint in document.hinted("source"):
        yield Fact("source", str(hint.value).strip(), hint.origin, 0.98, str(hint.value))
    folder, slash, _ = document.path.partition("/")
    if slash:
        yield Fact("source", folder, "folder", 0.9, folder)
    for hint in document.hinted("url"):
        url = str(hint.value).strip()
        host = _host(url)
        if host:
            confidence = 0.98 if not hint.origin.startswith("html:") else 0.85
            yield Fact("url", url, hint.origin, confidence, url)
            yield Fact("source", host, f"{hint.origin}:host", confidence - 0.2, url)
    for hint in document.hinted("site"):
        yield Fact("site", str(hint.value).strip(), hint.origin, 0.9, str(hint.value))


def _host(url: str) -> str | None:
    """The host of a web address, without `www.`; None for anything else."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if parts.scheme in ("http", "https") and host else None
