"""Watching raw/: what is dropped there starts a run once it has come to rest. See `bursts.py` for when.

Rule 1: notices of change are a bell and nothing more; what is new is always told by the look a run takes (its
        `quiet_s` leaves alone what is still being written), so a lost or doubled notice costs time, never a file.
Rule 2: a look is due at the start, after each burst, after a run that left something, and now and then.
"""

from ingest.watching.bell import Bell
from ingest.watching.bursts import Bursts
from ingest.watching.loop import watch

__all__ = ["Bell", "Bursts", "watch"]
