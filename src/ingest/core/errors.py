"""The error tree, named by who is to blame, and the closed list of reasons a record may be rejected for.

Bad input is no error: it is a `Reject` row with a reason from `REASONS`. What is raised is either the user's
configuration or surroundings (`UserError`), or a bug of ours (`Bug`).
"""

from dataclasses import dataclass


class IngestError(Exception):
    """Anything this package raises on purpose."""


class UserError(IngestError):
    """Something the person running us can mend: settings, paths, permissions. Exit status 2."""


class ConfigError(UserError):
    """ingest.toml or an INGEST_ variable holds what it may not."""


class StoreError(IngestError):
    """The store cannot be read or written: disk full, damaged, not ours. Exit status 1."""


class StoreBusy(IngestError):  # noqa: N818  # a state of the store, no fault
    """Another run holds the store and we were told not to wait. Exit status 3."""


class PoolClosed(StoreError):  # noqa: N818  # what its callers meet when a run is stopped
    """The worker pool was closed while a step waited for it."""


class Bug(IngestError):  # noqa: N818  # named by who is to blame
    """Our own fault: the run stops, loudly, and commits nothing it is unsure of."""


class AccountingError(Bug):
    """Records in are not documents + duplicates + rejects + skipped."""


class RuleError(Bug):
    """A rule returned findings that cannot be applied: overlapping, out of range, or changing nothing."""


class LedgerError(Bug):
    """An edit does not fit the text it is replayed on or reverted from."""


class RegistryError(Bug):
    """Two members have the same name, or a member does not have the shape of its kind."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a record was rejected. A passing reason may be gone next time: such files are tried again each run. `setting`
    names what in ingest.toml could let the record in; after a change of it `ingest retry` tries again."""

    meaning: str
    passing: bool = False
    setting: str = ""


FILTERS = (
    *("gopher", "c4", "fineweb"),
    *("paywall", "cookie-wall", "error-page", "index-page", "live-blog", "listing", "truncated"),
)
"""What `enrich.filters` may name: the rule sets and the flags of `quality_flags`."""

REASONS: dict[str, Reason] = {
    "empty": Reason("nothing but white space, before or after cleaning"),
    "binary": Reason("binary bytes where an article was expected"),
    "undecodable": Reason("no encoding reads these bytes as text"),
    "unsupported": Reason("a kind of file that no reader or extractor takes"),
    "broken_record": Reason("a record that its container's format does not allow"),
    "no_text": Reason("a record without a text field, or with one that is no string", setting="read.columns"),
    "truncated": Reason("the container breaks off; what was read before stands"),
    "bad_sidecar": Reason("a sidecar that is not a JSON object, or stands beside no file"),
    "special_file": Reason("a FIFO, socket or device, never opened"),
    "symlink": Reason("a link; links in raw/ are never followed"),
    "too_large": Reason("more bytes than the limits allow", setting="limits"),
    "too_many_records": Reason("more records than the limits allow", setting="limits"),
    "bomb": Reason("it unpacks to more than the limits allow; what was read before stands", setting="limits"),
    "too_deep": Reason("containers within containers, more levels than the limits allow", setting="limits"),
    "locked": Reason("encrypted: a password would be needed"),
    "no_text_layer": Reason("a PDF whose pages are pictures"),
    "missing_extra": Reason("an extra that is not installed would read it; the message names it", passing=True),
    "unreadable": Reason("the file could not be opened or read", passing=True),
    "vanished": Reason("gone between the look and the reading", passing=True),
    "changed": Reason("changed while it was read", passing=True),
    "timeout": Reason("more CPU time than the limits allow", passing=True),
    "memory": Reason("more memory than the limits allow", setting="limits"),
    "crashed": Reason("the worker process died on it"),
    "internal_error": Reason("an exception of ours; please report it"),
    "filtered:quality": Reason("left out by enrich.least_quality", setting="enrich.least_quality"),
    **{f"filtered:{name}": Reason(f"left out by enrich.filters: {name}", setting="enrich.filters") for name in FILTERS},
}
