"""Which reader takes a file: the one with the strongest claim, by content first, then by name.

A text extension is overruled only by binary magic (or, in `extract`, by a complete HTML document): claims that go by
what text looks like ask `is_text_name` first.
"""

from ingest.core.members import Reader, readers

HEAD_BYTES = 4096
COMPRESSED = (".gz", ".bz2", ".xz", ".zst")
TEXT_NAMES = (".txt", ".text", ".md", ".markdown", ".rst", ".log")


def choose(path: str, head: bytes) -> Reader | None:
    """The reader with the strongest claim on a file (ties go by name), given its first 4,096 bytes; None: nobody's."""
    claims = [(member.claims(path, head), name) for name, member in readers.members().items()]
    strongest, name = max(claims, key=lambda c: (c[0], [-ord(x) for x in c[1]]), default=(0, ""))
    return readers.members()[name] if strongest > 0 else None


def is_text_name(path: str) -> bool:
    """Whether a file is named as plain text."""
    return path.lower().endswith(TEXT_NAMES)


def unpacked_name(path: str) -> str:
    """The name of what a compressed file holds: `a.jsonl` of `a.jsonl.gz`, `a.tar` of `a.tgz`."""
    lower = path.lower()
    for short, long in ((".tgz", ".tar"), (".tbz2", ".tar"), (".tbz", ".tar"), (".txz", ".tar"), (".tzst", ".tar")):
        if lower.endswith(short):
            return path[: -len(short)] + long
    return next((path[: -len(suffix)] for suffix in COMPRESSED if lower.endswith(suffix)), path)
