"""Settings: what is refused, what overrides what, and what the digest heeds."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from ingest.core.config import Settings, load, sections
from ingest.core.errors import ConfigError
from ingest.core.options.option import option
from ingest.core.options.value import checked
from ingest.core.settings_file import _toml, commented, effective


def config(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "ingest.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[clean]\n\nlevle = 'full'\n", r"ingest\.toml:3: unknown key 'levle' in \[clean\]; did you mean 'level'\?"),
        ("[claen]\nlevel = 'full'\n", r"ingest\.toml:1: unknown section \[claen\]; did you mean 'clean'\?"),
        ("clean.levle = 'full'\n", r"ingest\.toml:1: unknown key 'levle'"),
        (
            "[clean]\nlevel = 'all'\n",
            r"ingest\.toml:2: \[clean\] level: expected one of off, characters, lines, full, found 'all'",
        ),
        ("[run]\nworkers = 'two'\n", r"expected int, found 'two'"),
        ("[run]\nworkers = true\n", r"expected int, found True"),
        ("[run]\nbatch_mb = nan\n", r"batch_mb: expected"),
        ('[read]\ncolumns = "text = Body, text = Blurb"\n', r"a name stands once"),
        ('[read]\ncolumns = "text = Body, published = body"\n', r"a name stands once"),
        ('[read]\ncolumns = "text = a = b"\n', r"a name stands once"),
        ("[run]\nbatch_mb = inf\n", r"batch_mb: expected"),
        ("[run]\nbatch_files = 0\n", r"batch_files: expected 1 or more, found 0"),
        ("clean = 'full'\n", r"\[clean\] is a section"),
        ("[clean\n", "not valid TOML"),
    ],
)
def test_a_bad_file_is_refused_with_its_line_and_the_nearest_key(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load(config(tmp_path, text), environment={})


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "none.toml", environment={})


def test_the_command_line_beats_the_environment_beats_the_file(tmp_path: Path) -> None:
    path = config(tmp_path, "[repair]\nlevel = 'off'\n[run]\nworkers = 1\n[clean]\nlevel = 'off'\n")
    environment = {"INGEST_REPAIR__LEVEL": "full", "INGEST_RUN__WORKERS": "2"}
    settings = load(path, environment, {"run.workers": 3, "clean.level": None})
    assert (settings.repair.level, settings.run.workers, settings.clean.level) == ("full", 3, "off")


def test_an_unknown_variable_is_refused() -> None:
    with pytest.raises(
        ConfigError, match=r"INGEST_REPAIR__LEVLE: unknown key 'levle' in \[repair\]; did you mean 'level'"
    ):
        load(environment={"INGEST_REPAIR__LEVLE": "full"})


def test_paths_start_from_the_file_or_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(config(tmp_path, "[paths]\nraw = 'in'\n"), environment={}).raw == str(tmp_path / "in")
    monkeypatch.chdir(tmp_path / "..")
    assert load(environment={}).raw == str(tmp_path.parent / "raw")


def test_only_keys_that_can_change_a_row_change_the_digest() -> None:
    same = [{"run.workers": 7}, {"paths.raw": "elsewhere"}, {"store.file_rows": 9}, {"run.batch_mb": 1.0}]
    other = [{"repair.level": "full"}, {"clean.level": "off"}, {"limits.cpu_s": 9}]
    plain = load(environment={}).digest()
    assert all(load(environment={}, overrides=o).digest() == plain for o in same)
    assert len({load(environment={}, overrides=o).digest() for o in other} | {plain}) == 4


def test_every_key_says_what_why_and_risk() -> None:
    for _, keys in sections():
        for key in keys:
            assert all(key.metadata[word].strip() for word in ("says", "why", "risk")), key.name
    assert {f.name for f in fields(Settings)} == {s.name for s, _ in sections()} | {"base"}


def test_the_printed_files_are_themselves_valid_settings(tmp_path: Path) -> None:
    plain = load(environment={})
    assert load(config(tmp_path, commented()), environment={}).digest() == plain.digest()
    changed = load(environment={}, overrides={"repair.level": "full", "run.workers": 5})
    again = load(config(tmp_path, effective(changed)), environment={})
    assert (again.repair, again.run) == (changed.repair, changed.run)


def test_the_projects_own_ingest_toml_is_the_printed_one() -> None:
    assert Path(__file__).parents[1].joinpath("ingest.toml").read_text(encoding="utf-8") == commented() + "\n"


@dataclass(frozen=True, slots=True)
class MadeUp:
    """Keys of the kinds that no section need have."""

    names: tuple[str, ...] = option((), "Names.", "None.", "None.")
    kinds: tuple[str, ...] = option((), "Kinds.", "None.", "None.", choices=("a", "b"))
    columns: dict = option({}, "Columns.", "None.", "None.")
    sources: dict = option({}, "Sources.", "None.", "None.", inner=("name", "country"))


MADE_UP = {f.name: f for f in fields(MadeUp)}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("names", ["x", "y"]),
        ("kinds", ["a"]),
        ("columns", {"text": "body"}),
        ("sources", {"example.org": {"name": "Example", "country": "NZ"}}),
    ],
)
def test_lists_and_tables_are_kept_and_printed_as_they_were_given(key: str, value: object) -> None:
    kept = checked(value, MADE_UP[key], "here")
    assert kept == (tuple(value) if isinstance(value, list) else value)
    assert tomllib.loads(f"v = {_toml(kept)}")["v"] == value


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("names", "x", "here: expected a list of strings, found 'x'"),
        ("names", [1], "expected a list of strings"),
        ("kinds", ["a", "c"], "expected one of a, b, found 'c'"),
        ("columns", {"text": 1}, "'text': expected a string, found 1"),
        ("sources", {"example.org": "Example"}, "'example.org': expected a table"),
        ("sources", {"example.org": {"nmae": "x"}}, "unknown key 'nmae'; did you mean 'name'"),
        ("sources", {"example.org": {"name": 3}}, "name: expected a string, found 3"),
    ],
)
def test_a_list_or_table_with_what_it_may_not_hold_is_refused(key: str, value: object, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        checked(value, MADE_UP[key], "here")


@pytest.mark.parametrize(
    ("said", "name"),
    [("2025-05-19", "2025-05-19"), ("1e5", "1e5"), ("1_000", "1_000"), ("true", "true"), ("a b", "a b"), ('"q"', "q")],
)
def test_a_folder_of_any_name_may_be_given_by_environment_variable(said: str, name: str) -> None:
    assert load(environment={"INGEST_PATHS__RAW": said}).paths.raw == name


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ingest.toml"
    path.write_bytes(b"\xef\xbb\xbf[clean]\nlevel = 'off'\n")
    assert load(path, environment={}).clean.level == "off"
