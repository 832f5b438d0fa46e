"""Stage 2, read: a raw file into records, by container. One module a container; `choose` asks each for its claim."""

from ingest.read.choosing import HEAD_BYTES, choose

__all__ = ["HEAD_BYTES", "choose"]
