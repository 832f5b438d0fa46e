"""Which reader takes a file: the one with the strongest claim, by content first, then by name.

A text extension is overruled only by binary magic (or, in `extract`, by a complete HTML document): claims that go by
what text looks like ask `is_text_name` first. A complete HTML document is a page, be it called .csv, .json or .rss, as
what a server answered in place of the file that was asked for often is.
"""

from ingest.core.looks import bare_name, is_page
from ingest.core.members import Reader, readers

HEAD_BYTES = 4096
BY_NAME = 12  # the strongest claim that a name alone gives
LAST_RESORT = "whole"


def choose(path: str, head: bytes) -> Reader | None:
    """The reader with the strongest claim on a file (ties go by name), given its first 4,096 bytes; None: nobody's."""
    claims = [(member.claims(path, head), name) for name, member in readers.members().items()]
    if is_page(head):
        claims = [(claim, name) for claim, name in claims if claim > BY_NAME or name == LAST_RESORT]
    strongest, name = max(claims, key=lambda c: (c[0], [-ord(x) for x in c[1]]), default=(0, ""))
    return readers.members()[name] if strongest > 0 else None


def unpacked_name(path: str) -> str:
    """The name of what a compressed file holds: `a.jsonl` of `a.jsonl.gz`, `a.tar` of `a.tgz`."""
    lower = path.lower()
    for short, long in ((".tgz", ".tar"), (".tbz2", ".tar"), (".tbz", ".tar"), (".txz", ".tar"), (".tzst", ".tar")):
        if lower.endswith(short):
            return path[: -len(short)] + long
    return bare_name(path)
