"""What becomes of a file whose reading dies: the thing it died on is one reject, its neighbours come in, and it ends."""

import gzip
import io
import zipfile

import pytest
from conftest import Workshop, article

from ingest import pipeline
from ingest.core.deaths import MOST, TRIES, Deaths
from ingest.core.members import Part
from ingest.core.model import End, Identity, RawFile, Skipped
from ingest.core.options import Limits
from ingest.pipeline import watch
from ingest.pipeline.watch import READER, ReadingEnded, deaths_of, paced
from ingest.workers import Pool


def mail(topic: str) -> bytes:
    return f"From: A <a@fen.example>\nSubject: {topic}\n\n{article(topic)}\n".encode()


def slow_mail(depth: int = 150, lines: int = 500_000) -> bytes:
    """Parts within parts, and many lines, each of which is held against all their borders: seconds of CPU time."""
    within = "".join(f'Content-Type: multipart/mixed; boundary="b{i}"\n\n--b{i}\n' for i in range(depth))
    return (f"From: A <a@fen.example>\nSubject: slow\n{within}Content-Type: text/plain\n\nHi" + "\n" * lines).encode()


def mbox(*mails: bytes) -> bytes:
    return b"".join(b"From a@fen.example Thu Jan  1 00:00:00 2026\n" + one + b"\n" for one in mails)


def pooled(workshop: Workshop):
    settings = workshop.settings(run__workers=1, limits__cpu_s=1)
    with Pool(1) as pool:
        return pipeline.run(settings, pool.map)


def test_a_mail_that_takes_too_long_to_read_is_one_reject(workshop: Workshop) -> None:
    workshop.drop("a.mbox", mbox(mail("one"), slow_mail(), mail("two")))
    report = pooled(workshop)
    assert (report.records, report.documents, report.reasons) == (3, 2, {"timeout": 1})
    (reject,) = workshop.rows("rejects")
    assert reject["record_offset"] == len(mbox(mail("one")))
    assert reject["message"] == "it took more than limits.cpu_s = 1 s of CPU time"


def test_a_mail_that_takes_too_long_costs_itself_alone_in_containers_too(workshop: Workshop) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("a.eml", mail("one"))
        zipped.writestr("b.eml", slow_mail())
        zipped.writestr("c.mbox", mbox(mail("two"), mail("three")))
    workshop.drop("a.zip", archive.getvalue())
    workshop.drop("b.mbox.gz", gzip.compress(mbox(mail("four"), slow_mail(), mail("five"))))
    report = pooled(workshop)
    assert (report.records, report.documents, report.reasons) == (7, 5, {"timeout": 2})
    assert {r["record_member"] for r in workshop.rows("rejects")} == {"b.eml", None}


def part(deaths: Deaths, size_bytes: int = 0) -> Part:
    return Part(RawFile("a", size_bytes, 0, "", Identity("a")), deaths=deaths)


def read(deaths: Deaths, size_bytes: int = 0, records: int = 3) -> tuple[int, str]:
    """How many records are taken of a reader that passes over nothing, and the reason for which it ended there."""

    def reading():
        yield from [Skipped("x")] * records
        yield End(records)

    try:
        for given in paced(reading(), part(deaths, size_bytes), Limits()):
            deaths.given += isinstance(given, Skipped)
    except ReadingEnded as e:
        return deaths.given, e.reason
    return deaths.given, ""


def test_reading_goes_on_where_it_died_less_often() -> None:
    assert read(Deaths()) == (3, "")
    assert read(Deaths({1: ("timeout",) * (TRIES - 1)}, passes=True)) == (3, "")
    assert read(Deaths({}, dict.fromkeys(range(MOST - 1), ("timeout",)))) == (3, "")


def test_reading_ends_where_it_died_too_often() -> None:
    assert read(Deaths({1: ("timeout",)})) == (1, "timeout"), "a reader that passes over nothing dies there again"
    assert read(Deaths({1: ("timeout", *("crashed",) * (TRIES - 1))}, passes=True)) == (1, "crashed")


def test_reading_ends_at_the_last_of_many_deaths() -> None:
    records = dict.fromkeys(range(MOST - 1), ("crashed",))
    assert read(Deaths({MOST: ("timeout",)}, records, passes=True), records=20) == (MOST, "timeout")
    assert read(Deaths({0: ("timeout",)}, records, passes=True), records=20) == (MOST - 2, "crashed")


def test_a_file_has_cpu_time_for_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 10**9, 1000))
    monkeypatch.setattr(watch.time, "process_time", lambda: next(clock))
    assert read(Deaths(), size_bytes=0) == (0, "timeout"), "600 s at the defaults"
    assert read(Deaths(), size_bytes=1_000_000) == (1, "timeout"), "1,200 s"
    assert read(Deaths(), size_bytes=100_000_000) == (3, "")


def test_deaths_are_those_of_the_item() -> None:
    poison = {
        (0, READER): ("crashed",),
        (0, READER - 7): ("timeout", "timeout"),
        (0, 3): ("timeout",),
        (1, 4): ("crashed",),
    }
    assert deaths_of(0, poison) == Deaths({0: ("crashed",), 7: ("timeout", "timeout")}, {3: ("timeout",)})
    assert deaths_of(1, poison) == Deaths({}, {4: ("crashed",)})


@pytest.mark.slow
def test_a_file_of_slow_mails_ends(workshop: Workshop) -> None:
    workshop.drop("a.mbox", mbox(mail("one"), *[slow_mail()] * 20, mail("two")))
    report = pooled(workshop)
    assert (report.records, report.documents, report.reasons) == (MOST + 1, 1, {"timeout": MOST})
