"""Stage 1, discover: what lies in raw/, told apart by content; what the ledger already holds is left alone."""

from ingest.discover.fingerprint import Arrival, ChangedError, check_unchanged, open_regular
from ingest.discover.look import Known, Look, look
from ingest.discover.settled import is_network_disk
from ingest.discover.walk import SIDECAR, TEMPORARY

__all__ = [
    "SIDECAR",
    "TEMPORARY",
    "Arrival",
    "ChangedError",
    "Known",
    "Look",
    "check_unchanged",
    "is_network_disk",
    "look",
    "open_regular",
]
