"""The look at raw/: strange entries, sidecars that stand oddly, and many files that move at once."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import Workshop, article

from ingest.core.errors import UserError
from ingest.core.model import Identity, RawFile
from ingest.discover import Arrival, Known, look
from ingest.discover.look import _moves
from ingest.pipeline import Options


@pytest.mark.parametrize("again", [Options(reprocess="all"), Options(retry=True)])
def test_a_sidecar_alone_never_becomes_an_article_however_it_is_asked_for(workshop: Workshop, again: Options) -> None:
    workshop.drop("a.txt", article("a"))
    workshop.drop("lonely.txt.meta.json", '{"title": "Words that might be taken for an article of their own."}')
    workshop.run()
    workshop.run(again)
    assert list(workshop.by_path("documents")) == ["a.txt"]
    assert [r["reason"] for r in workshop.rows("rejects")] == ["bad_sidecar"]


def test_a_sidecar_of_a_sidecar_is_a_reject_and_does_not_vanish(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    for name in ("a.txt.meta.json", "a.txt.meta.json.meta.json"):
        workshop.drop(name, "{}")
    workshop.run()
    assert {r["raw_path"]: r["reason"] for r in workshop.rows("rejects")} == {
        "a.txt.meta.json.meta.json": "bad_sidecar"
    }


def test_a_link_that_gives_way_to_a_sidecar_leaves_no_reject(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    (workshop.raw / "a.txt.meta.json").symlink_to(workshop.drop("../facts.json", "{}"))
    workshop.run()
    assert [r["reason"] for r in workshop.rows("rejects")] == ["symlink"]
    (workshop.raw / "a.txt.meta.json").unlink()
    workshop.drop("a.txt.meta.json", '{"source": "post"}')
    workshop.run()
    assert workshop.rows("rejects") == []
    assert workshop.by_path("documents")["a.txt"]["source"] == "post"


def test_what_was_rejected_a_moment_ago_is_not_rejected_anew(workshop: Workshop) -> None:
    workshop.drop("lonely.txt.meta.json", "{}", settled=False)
    workshop.drop("large.txt", article("large"), settled=False)
    assert workshop.run(limits__file_mb=0.0001).rejects == 2
    assert workshop.run(limits__file_mb=0.0001).commits == 0


class Shut:
    """An entry of a folder that may be listed and not entered."""

    def __init__(self, entry: "os.DirEntry[bytes]") -> None:
        self.name, self.path, self.is_dir, self.is_file = entry.name, entry.path, entry.is_dir, entry.is_file

    def stat(self, follow_symlinks: bool = True) -> os.stat_result:
        raise PermissionError(13, "Permission denied")


class Entries(list):
    """What scandir gives."""

    def __enter__(self) -> "Entries":
        return self

    def __exit__(self, *error: object) -> None:
        return None


def test_files_of_a_folder_that_may_be_listed_and_not_entered_are_rejects_and_keep_their_rows(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.drop("open/a.txt", article("a"))
    workshop.drop("shut/b.txt", article("b"))
    workshop.run()
    true = os.scandir

    def refusing(path: bytes) -> Entries:
        with true(path) as entries:
            shut = path == os.fsencode(workshop.raw) + b"/shut"
            return Entries(Shut(e) if shut else e for e in entries)

    with monkeypatch.context() as patch:
        patch.setattr("ingest.discover.walk.os.scandir", refusing)
        assert dict(workshop.run(sound=False).reasons) == {"unreadable": 1}
        assert workshop.run(sound=False).commits == 0
    assert set(workshop.by_path("documents")) == {"open/a.txt", "shut/b.txt"}
    workshop.run()
    assert workshop.rows("rejects") == []


@pytest.mark.parametrize("year", [1907, 2400])
def test_a_file_from_any_year_the_disk_allows_is_taken_in(workshop: Workshop, year: int) -> None:
    path = workshop.drop("a.txt", article("a"))
    try:
        os.utime(path, (datetime(year, 1, 1, tzinfo=UTC).timestamp(),) * 2)
    except (OSError, OverflowError):
        pytest.skip("not on this disk")
    assert workshop.run().documents == 1
    assert workshop.run().commits == 0


def test_a_path_longer_than_the_kernel_takes_is_a_reject(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    fd = os.open(workshop.raw, os.O_RDONLY)
    for _ in range(25):  # 25 folders of 200 letters: more than the 4,096 bytes a path may have
        os.mkdir("d" * 200, dir_fd=fd)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=fd)
        os.close(fd)
        fd = below
    os.close(fd)
    report = workshop.run()
    assert (report.documents, dict(report.reasons)) == (1, {"unreadable": 1})
    assert workshop.run().commits == 0


def known(path: str, sha256: str) -> Known:
    file = RawFile(path, 1, 1, sha256, Identity(path))
    return Known(file, "file", True, datetime.fromtimestamp(99, UTC), "r", False, 0, 1)


def test_a_path_is_moved_to_only_if_the_file_that_stood_there_moved_away_too() -> None:
    held = {name: known(name, f"of {name}") for name in "abc"}
    chain = {"d": "c", "c": "b", "b": "a"}
    arrive = [Arrival(RawFile(to, 1, 1, f"of {source}", Identity(to)), "file") for to, source in chain.items()]
    assert _moves(arrive, held, {"b", "c", "d"}) == chain
    assert _moves(arrive[1:], held, {"b", "c"}) == {}, "c holds another file now, and did not go anywhere"


def test_a_folder_of_many_files_is_renamed_without_comparing_each_with_each(tmp_path: Path) -> None:
    """Work is counted, not timed: how often the paths of moves are compared with one another."""

    class Counting(str):
        count = 0
        __slots__ = ()

        def __eq__(self, other: object) -> bool:
            Counting.count += 1
            return str.__eq__(self, other)

        __hash__ = str.__hash__

    many = 300
    held = {Counting(f"old/{i}"): known(Counting(f"old/{i}"), str(i)) for i in range(many)}
    arrive = [Arrival(RawFile(Counting(f"new/{i}"), 1, 1, str(i), Identity(f"new/{i}")), "file") for i in range(many)]
    here = {a.file.path for a in arrive}
    Counting.count = 0
    assert len(_moves(arrive, held, here)) == many
    assert Counting.count < 10 * many


def test_a_look_is_no_later_than_the_reading(workshop: Workshop) -> None:
    """A write in the last 2 s before the look may not show in the mtime, so the time of the look is what counts."""
    from ingest import pipeline

    workshop.drop("a.txt", article("a"))
    planned: list[float] = []

    def listen(what: str, **told: object) -> None:
        if what == "planned":
            planned.append(time.time())

    pipeline.run(workshop.settings(), listen=listen)
    assert workshop.rows("raw_files")[0]["seen_at"].timestamp() <= planned[0]
    assert look(str(workshop.raw), {}, 10**9).new == 1


# ---------------------------------------------------------------- moves that fail
@pytest.mark.parametrize("renames", [["cd"], ["cd", "bc"], ["cd", "bc", "ab"]])
@pytest.mark.parametrize("fresh", [True, False])
def test_who_comes_to_the_path_of_a_move_that_fails_waits_and_no_row_is_lost_or_doubled(
    workshop: Workshop, renames: list[str], fresh: bool
) -> None:
    from ingest import pipeline

    for name in "abcz":
        workshop.drop(f"{name}.txt", article(name))
    workshop.run()
    before = {r["doc_id"]: r for r in workshop.rows("documents")}
    for old, new in renames:
        (workshop.raw / f"{old}.txt").rename(workshop.raw / f"{new}.txt")
    last = workshop.raw / f"{renames[0][1]}.txt"
    if fresh:
        workshop.drop(f"{renames[-1][0]}.txt", article("fresh"))
    content = last.read_bytes()

    def emptying(step: str, items):
        if step == "run_batch":
            last.unlink(missing_ok=True)
        return pipeline.serially(step, items)

    report = pipeline.run(workshop.settings(), emptying)
    assert check_of(workshop) == []
    assert {r["doc_id"]: r for r in workshop.rows("documents")} == before
    assert (report.put_off, report.tried_again) == (len(renames) - 1 + fresh, 1)
    workshop.drop(last.name, content)
    workshop.run()
    now = {path: r["doc_id"] for path, r in workshop.by_path("documents").items()}
    was = {r["raw_path"]: r["doc_id"] for r in before.values()}
    assert [now[f"{new}.txt"] for _, new in renames] == [was[f"{old}.txt"] for old, _ in renames]
    assert len(now) == 4 + fresh


def check_of(workshop: Workshop) -> list[str]:
    from ingest.store.check import check

    return check(workshop.store)


# ---------------------------------------------------------------- names of folders
def test_a_raw_folder_whose_name_is_no_utf8_is_read(workshop: Workshop) -> None:
    workshop.raw = workshop.raw.rename(os.fsdecode(os.fsencode(workshop.raw.parent) + b"/r\xe9w"))
    workshop.drop("a.txt", article("a"))
    assert workshop.run().documents == 1
    assert workshop.run().commits == 0
    assert workshop.store.head().raw_root == "../r\\xe9w"
    workshop.raw = workshop.raw.rename(workshop.raw.parent / "raw")
    with pytest.raises(UserError, match="--raw-moved"):
        workshop.run()


def test_a_processed_folder_whose_name_is_no_utf8_is_refused(workshop: Workshop) -> None:
    workshop.processed = Path(os.fsdecode(os.fsencode(workshop.raw.parent) + b"/p\xe9"))
    with pytest.raises(UserError, match="UTF-8"):
        workshop.run()


def test_a_file_that_left_a_path_which_is_being_written_to_again_waits_and_keeps_its_ids(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    workshop.drop("z.txt", article("z"))
    workshop.run()
    old = workshop.by_path("documents")["a.txt"]["doc_id"]
    (workshop.raw / "a.txt").rename(workshop.raw / "b.txt")
    fresh = workshop.drop("a.txt", article("fresh"), settled=False)
    report = workshop.run(Options(quiet_s=600))
    assert (report.unsettled, report.commits) == (2, 0)
    os.utime(fresh, (time.time() - 900,) * 2)
    assert workshop.run(Options(quiet_s=600)).moved == 1
    rows = workshop.by_path("documents")
    assert rows["b.txt"]["doc_id"] == old != rows["a.txt"]["doc_id"]


def test_an_emptied_raw_folder_is_not_said_to_be_a_matter_of_a_setting(workshop: Workshop) -> None:
    path = workshop.drop("a.txt", article("a"))
    workshop.run()
    path.unlink()
    (told,) = workshop.run(run__vanished="remove", run__remove_most=1.0).problems
    assert "never emptied" in told
    assert "remove_most" not in told
