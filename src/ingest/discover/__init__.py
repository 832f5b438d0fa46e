"""Stage 1, discover: what lies in raw/, told apart by content; what the ledger already holds is left alone."""

from ingest.discover.fingerprint import Arrival, ChangedError, check_unchanged, open_regular
from ingest.discover.look import Known, Look, look
from ingest.discover.walk import SIDECAR

__all__ = ["SIDECAR", "Arrival", "ChangedError", "Known", "Look", "check_unchanged", "look", "open_regular"]
