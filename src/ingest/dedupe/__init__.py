"""Stage 8, dedupe: what documents are compared by. The decision over all of them is `pipeline.decide`'s to apply."""

from ingest.dedupe.exact import normalized, sign

__all__ = ["normalized", "sign"]
