"""Title and authors: as the sidecar, the record or the page gives them; for plain text, a first line that is one."""

import re
from collections.abc import Iterator

from ingest.core.members import enricher
from ingest.core.model import Document, Fact

CONFIDENCE = {
    "sidecar": 0.98,
    "record": 0.97,
    "html:og:title": 0.85,
    "html:h1": 0.8,
    "html:twitter:title": 0.75,
    "html:title": 0.6,
}
FIRST_LINE = re.compile(r"\A([^\n]{8,150})\n\n(?=\S)")
END = re.compile(r"[.!?…:;,][”\"’)»]*\Z")
AND = re.compile(r"\s*(?:,|;|\band\b|&)\s*")
MOST_WORDS = 20


@enricher("title")
def find(document: Document) -> Iterator[Fact]:
    """Fact title."""
    for hint in document.hinted("title"):
        said = " ".join(str(hint.value).split())
        sure = CONFIDENCE.get(hint.origin, CONFIDENCE.get(hint.origin.partition(":")[0], 0.5))
        if said:
            yield Fact("title", said, hint.origin, sure, str(hint.value))
    m = FIRST_LINE.match(document.text)
    if m and document.media_type == "text/plain" and not END.search(m[1]) and len(m[1].split()) <= MOST_WORDS:
        yield Fact("title", m[1].strip(), "text:first-line", 0.5, m[1])


@enricher("authors")
def find_authors(document: Document) -> Iterator[Fact]:
    """Fact authors: a list of names in reading order."""
    for hint in document.hinted("authors"):
        given = hint.value if isinstance(hint.value, list) else AND.split(str(hint.value).removeprefix("By "))
        names = [" ".join(str(n).split()) for n in given]
        names = [n for n in names if n]
        if names:
            sure = 0.97 if hint.origin.startswith(("sidecar", "record")) else 0.7
            yield Fact("authors", names, hint.origin, sure, str(hint.value))
