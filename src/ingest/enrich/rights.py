"""Licence, and what the publisher asks of robots; section and tags.

A licence is what a page, a record or the text itself declares; Creative Commons addresses become SPDX names. A
copyright line is no licence. `robots` holds the wishes, as they are spelt in the field: `noai`, `noindex`,
`tdm-reservation` and the like; nothing is dropped because of them.
"""

import re
from collections.abc import Iterator

from ingest.core.members import enricher
from ingest.core.model import Document, Fact
from ingest.enrich.confidence import confidence

LICENSE = {"sidecar": 0.98, "record": 0.97, "html:rel:license": 0.95, "html:jsonld:license": 0.92, "feed": 0.9}
LINKED, IN_TEXT, SAID = 0.6, 0.8, 0.5
CC = re.compile(
    r"creativecommons\.org/(?:licenses/(?P<kind>by(?:-nc)?(?:-sa|-nd)?)|publicdomain/(?P<zero>zero|mark))"
    r"(?:/(?P<version>\d\.\d))?",
    re.I,
)
CC_WORDS = re.compile(r"\bCC[ -](?P<kind>BY(?:-NC)?(?:-(?:SA|ND))?|0)(?:[ -](?P<version>[1-4]\.0))?(?![\w-])")
EDGE_CHARS = 1_500  # head and foot of a text that are looked at
WISHES = re.compile(
    r"(?<![\w-])(?:noai|noimageai|noml|noindex|nosnippet|noarchive|nocache|notranslate|unavailable_after)(?![\w-])"
)
MOST_TAGS, MOST_CHARS = 50, 200
SECTION = {"sidecar": 0.98, "record": 0.97, "html:jsonld:articleSection": 0.88, "html:meta:article:section": 0.9}
TAGS = {"sidecar": 0.98, "record": 0.97, "feed": 0.9, "html:meta:article:tag": 0.9, "html:jsonld:keywords": 0.85}


@enricher("rights")
def find(document: Document) -> Iterator[Fact]:
    """Facts license and robots."""
    for hint in document.hinted("license"):
        said = " ".join(str(hint.value).split())[:1_000]
        sure = confidence(LICENSE, hint.origin, LINKED)
        spdx = _spdx(said)
        if spdx or hint.origin in LICENSE or hint.origin.startswith(("sidecar", "record", "feed")):
            yield Fact("license", spdx or said, hint.origin, sure if spdx or sure > LINKED else SAID, said)
    text = document.text
    edges = text if len(text) <= 2 * EDGE_CHARS else f"{text[:EDGE_CHARS]}\n{text[-EDGE_CHARS:]}"
    for pattern in (CC, CC_WORDS):
        if m := pattern.search(edges):
            yield Fact("license", _spdx(m[0]) or m[0], "text:license", IN_TEXT, m[0])
            break
    wishes: list[str] = []
    for hint in document.hinted("robots"):
        if "tdm-reservation" in hint.origin:
            wishes += ["tdm-reservation"] if str(hint.value).strip() == "1" else []
        else:
            wishes += WISHES.findall(str(hint.value).lower()[:1_000])
    if wishes:
        yield Fact("robots", sorted(set(wishes)), "html:meta", 0.95, ", ".join(wishes)[:1_000])


def _spdx(said: str) -> str | None:
    """The SPDX name of a Creative Commons licence; the version is left out where it is not told."""
    if m := CC.search(said):
        if m["zero"]:
            name = "CC0" if m["zero"].lower() == "zero" else "CC-PDM"
            return f"{name}-{m['version'] or '1.0'}"
        return f"CC-{m['kind'].upper()}" + (f"-{m['version']}" if m["version"] else "")
    if m := CC_WORDS.search(said):
        name = "CC0" if m["kind"] == "0" else f"CC-{m['kind']}"
        return name + (f"-{m['version']}" if m["version"] else "-1.0" if name == "CC0" else "")
    return None


@enricher("topics")
def find_topics(document: Document) -> Iterator[Fact]:
    """Facts section and tags."""
    for hint in document.hinted("section"):
        said = " ".join(str(hint.value).split())[:MOST_CHARS]
        if said:
            sure = confidence(SECTION, hint.origin, 0.8)
            yield Fact("section", said, hint.origin, sure, str(hint.value)[:1_000])
    by_origin: dict[str, list[str]] = {}
    for hint in document.hinted("tags"):
        values = hint.value if isinstance(hint.value, list) else re.split(r"[,;|]", str(hint.value)[:10_000])
        if isinstance(hint.value, list) and len(values) == 1:
            values = re.split(r"[,;|]", str(values[0])[:10_000])
        by_origin.setdefault(hint.origin, []).extend(" ".join(str(v).split())[:MOST_CHARS] for v in values)
    for origin, tags in by_origin.items():
        kept = list(dict.fromkeys(t for t in tags if t))[:MOST_TAGS]
        if kept:
            sure = confidence(TAGS, origin, 0.7)
            yield Fact("tags", kept, origin, sure, "; ".join(kept)[:1_000])
