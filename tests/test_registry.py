"""Open sets: names, duplicates, and members of other packages."""

import sys
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
