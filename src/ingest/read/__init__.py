"""Stage 2, read: a raw file into records, by container. One module a container; `choose` asks each for its claim."""

from ingest.core.members import Reader, readers

__all__ = ["choose"]


def choose(path: str, head: bytes) -> Reader | None:
    """The reader with the strongest claim on a file (ties go by name), given its first 4,096 bytes; None: nobody's."""
    claims = [(member.claims(path, head), name) for name, member in readers.members().items()]
    strongest, name = max(claims, key=lambda c: (c[0], [-ord(x) for x in c[1]]), default=(0, ""))
    return readers.members()[name] if strongest > 0 else None
