"""Stage 2, read: a raw file into records, by container. One module a container; `choose` asks each for its claim."""

from ingest.read.choosing import choose

__all__ = ["choose"]
