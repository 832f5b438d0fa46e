"""What a run did, in numbers."""

from ingest.report.numbers import Report

__all__ = ["Report"]
