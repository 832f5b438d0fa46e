"""Open sets: names, duplicates, and members of other packages."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ingest.core.errors import RegistryError
from ingest.core.registry import Registry


def test_a_name_is_taken_once() -> None:
    registry: Registry[int] = Registry("things", "ingest.read")
    registry.add("one", 1, "here")
    with pytest.raises(RegistryError, match="two things named 'one': here and there"):
        registry.add("one", 2, "there")


@pytest.mark.parametrize("name", ["", "Two", "two_words", "two words", "zwei!"])
def test_a_name_is_kebab_case(name: str) -> None:
    with pytest.raises(RegistryError, match="kebab-case"):
        Registry("things", "ingest.read").add(name, 1, "here")


def test_members_are_found_by_folder_in_alphabetical_order() -> None:
    from ingest.core.members import clean_rules

    names = list(clean_rules.members())
    assert names == sorted(names)
    assert "mojibake" in names


def test_an_installed_package_adds_members_by_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = tmp_path / "stranger-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[ingest.things]\nodd = stranger_module\n")
    (tmp_path / "stranger_module.py").write_text("from tests.things import things\nthings.add('odd', 1, __name__)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    registry: Registry[int] = Registry("things", "ingest.dedupe")
    holder = type(sys)("tests.things")
    holder.things = registry
    monkeypatch.setitem(sys.modules, "tests.things", holder)
    assert registry.members() == {"odd": 1}
    assert registry.home("odd") == "stranger_module"


def stranger(folder: Path, point: str, code: str) -> None:
    """An installed package whose entry point in the group ingest.things is `point`."""
    info = folder / "stranger-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[ingest.things]\nodd = {point}\n")
    (folder / "stranger_module.py").write_text(code)


def test_a_package_whose_member_cannot_be_imported_is_named_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger(tmp_path, "stranger_module", "import not_installed_at_all\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "stranger_module", raising=False)
    registry: Registry[int] = Registry("things", "ingest.dedupe")
    for _ in range(2):  # half a set is never handed out
        with pytest.raises(RegistryError, match=r"things 'odd' of package stranger: .*not_installed_at_all"):
            registry.members()


def test_an_entry_point_may_name_an_object_of_the_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stranger(tmp_path, "stranger_module:member", "member = 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "stranger_module", raising=False)
    assert Registry("things", "ingest.dedupe").members() == {}


def test_a_thread_that_asks_while_another_reads_the_folder_gets_the_whole_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = type(sys)("gate_of_the_test")
    gate.begun, gate.go_on = threading.Event(), threading.Event()
    registry: Registry[int] = Registry("things", "slow_folder")
    gate.registry = registry
    monkeypatch.setitem(sys.modules, "gate_of_the_test", gate)
    (tmp_path / "slow_folder").mkdir()
    (tmp_path / "slow_folder/__init__.py").touch()
    (tmp_path / "slow_folder/one.py").write_text(
        "import gate_of_the_test as g\ng.begun.set()\ng.go_on.wait(30)\ng.registry.add('one', 1, __name__)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(registry.members)
        assert gate.begun.wait(30)
        second = threads.submit(registry.members)
        gate.go_on.set()
        assert first.result(30) == second.result(30) == {"one": 1}
