"""The local worker pool: steps run in processes that may die without taking the run with them."""

from ingest.workers.pool import Pool

__all__ = ["Pool"]
