"""The store's lock, and a word to whoever has to wait for it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from ingest.core.errors import StoreBusy
from ingest.pipeline.context import Listener
from ingest.store import Store


@contextmanager
def held(store: Store, wait: bool, listen: Listener) -> Iterator[None]:
    """The store's lock; whoever has to wait for it is told so first."""
    with ExitStack() as stack:
        try:
            stack.enter_context(store.lock(wait=False))
        except StoreBusy:
            if not wait:
                raise
            listen("waiting")
            stack.enter_context(store.lock())
        yield
