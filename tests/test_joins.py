"""Joins over the store: what comes of a signal in the middle of one."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pyarrow as pa
import pytest

from ingest.core.joins import joining

LONG = "select count(*) from range(100_000_000_000) a"  # minutes, if nobody stops it


class Told(BaseException):
    """What a handler raises."""


def stop(number: int, frame: FrameType | None) -> None:
    raise Told(number)


@pytest.fixture(params=[signal.SIGINT, signal.SIGTERM])
def heard(request: pytest.FixtureRequest) -> Iterator[int]:
    """A signal that has a handler."""
    before = signal.signal(request.param, stop)
    yield request.param
    signal.signal(request.param, before)


def test_a_signal_amid_a_query_ends_it_and_raises_what_its_handler_raises(heard: int, tmp_path: Path) -> None:
    def query() -> None:
        with joining(100, str(tmp_path)) as base:
            threading.Timer(0.2, os.kill, (os.getpid(), heard)).start()
            base.sql(LONG).fetchall()

    with pytest.raises(Told):
        query()
    assert signal.getsignal(heard) is stop


def test_a_signal_between_queries_does_so_too(heard: int, tmp_path: Path) -> None:
    def query() -> None:
        with joining(100, str(tmp_path)) as base:
            base.register("given", pa.table({"a": [1]}))
            os.kill(os.getpid(), heard)
            base.sql("select * from given").fetchall()

    with pytest.raises(Told):
        query()
    assert signal.getsignal(heard) is stop


def test_a_signal_that_is_ignored_stays_so(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with joining(100, str(tmp_path)) as base:
            os.kill(os.getpid(), signal.SIGINT)
            assert base.sql("select 1").fetchall() == [(1,)]
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
