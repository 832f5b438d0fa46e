"""What is written down is true: the snippets run, the tables are those of the schema, the locks name no host."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Workshop

from ingest import pipeline
from ingest.core.options.read import OURS
from ingest.core.tables_doc import page
from ingest.read.fields import SYNONYMS

ROOT = Path(__file__).parents[1]
SNIPPET = re.compile(r"^```python\n(.*?)^```", re.M | re.S)


def snippets() -> list:
    found = [
        (name, i, code)
        for name in ("README.md", "docs/cleaning.md", "docs/dataset.md")
        for i, code in enumerate(SNIPPET.findall((ROOT / name).read_text("utf-8")))
    ]
    return [pytest.param(code, id=f"{name} {i}: {code.split()[1]}") for name, i, code in found]


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """The project's own samples, ingested in a folder where snippets may run."""
    shop = Workshop(tmp_path_factory.mktemp("samples"))
    for path in (ROOT / "raw").rglob("*"):
        if path.is_file():
            shop.drop(str(path.relative_to(ROOT / "raw")), path.read_bytes())
    pipeline.run(shop.settings())
    return shop


@pytest.mark.parametrize("code", snippets())
def test_the_snippet_runs(samples: Workshop, code: str) -> None:
    offline = {
        "HF_HUB_OFFLINE": "1",
        "HF_DATASETS_OFFLINE": "1",
        "HF_HOME": str(samples.raw.parent / "hf"),
        "HF_HUB_DISABLE_TELEMETRY": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=samples.raw.parent,
        capture_output=True,
        text=True,
        env={**os.environ, **offline},
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_hugging_face_sees_new_rows_after_a_commit(tmp_path: Path) -> None:
    shop = Workshop(tmp_path)
    code = "from datasets import load_dataset; print(load_dataset('processed', 'documents', split='train').num_rows)"
    env = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "hf"), "HF_HUB_DISABLE_TELEMETRY": "1"}
    for count in (1, 2):
        shop.drop(f"{count}.txt", f"Text number {count} stands alone. " * 9)
        shop.run()
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, env=env, check=False
        )
        assert done.stdout.strip().endswith(str(count)), done.stderr


def test_the_samples_fill_every_table_and_every_kind_of_row(samples: Workshop) -> None:
    assert all(samples.rows(table) for table in ("documents", "duplicates", "edits", "rejects", "raw_files", "runs"))
    assert len({r["language"] for r in samples.rows("documents")}) >= 4
    assert {r["reason"] for r in samples.rows("rejects")} >= {"binary", "broken_record", "empty", "no_text"}
    assert {r["stage"] for r in samples.rows("edits")} == {"clean", "repair"}
    assert any(r["published_ambiguous"] for r in samples.rows("documents"))


def test_the_picture_of_the_readme_is_what_explain_shows(samples: Workshop) -> None:
    told = runpy.run_path(str(ROOT / "tools/picture.py"))["picture"](str(samples.processed))
    drawn = (ROOT / "docs/explain.svg").read_text("utf-8")
    assert words(told) == words(drawn), "make it anew: python tools/picture.py > docs/explain.svg"
    assert "url(" not in drawn.replace("url(#", "")


def words(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_dataset_md_is_the_schema() -> None:
    assert (ROOT / "docs/dataset.md").read_text("utf-8") == page()


def test_the_locks_name_no_host_and_pin_every_hash() -> None:
    for name in ("requirements.lock", "requirements-build.lock"):
        text = (ROOT / name).read_text("utf-8")
        assert "://" not in text
        assert not re.search(r"^\s*--(index|extra|find)", text, re.M)
        pins = re.findall(r"^([a-z0-9][^\s=]*)==", text, re.M)
        assert len(re.findall(r"--hash=sha256:", text)) >= len(pins) > 5


def test_the_lock_holds_every_dependency_within_its_bounds() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    for requirement in re.findall(r'^    "([a-z0-9-]+)>=', (ROOT / "pyproject.toml").read_text("utf-8"), re.M):
        build = (ROOT / "requirements-build.lock").read_text("utf-8")
        assert re.search(rf"^{requirement}(\[.*\])?==", lock + build, re.M), requirement


def test_no_file_of_the_code_is_crowded() -> None:
    long = {str(p): n for p in (ROOT / "src").rglob("*.py") if (n := len(p.read_text("utf-8").splitlines())) > 320}
    assert not long


def test_formats_md_names_every_field_that_is_a_fact() -> None:
    told = (ROOT / "docs/formats.md").read_text("utf-8").partition("### Fields that are facts")[2].partition("##")[0]
    rows = [re.findall("`([a-z_]+)`", line) for line in told.splitlines() if line.startswith("| `")]
    assert {name: row[0] for row in rows for name in row[1:]} == SYNONYMS
    assert {row[0] for row in rows} == {*OURS} - {"text", "html", "id"}
