"""The line of numbers a run leaves."""

import json
import os
import subprocess
import sys

import pytest
from conftest import Workshop, article

from ingest.core.errors import StoreBusy, StoreError
from ingest.face import run_local
from ingest.pipeline import Options, deaf


def test_each_run_appends_a_line_whose_numbers_are_the_reports(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    workshop.drop("b.txt", article("a"))
    workshop.drop("empty.txt", "")
    file = workshop.raw.parent / "metrics.jsonl"
    settings = workshop.settings(metrics__file=str(file), run__workers=1)
    run_local(settings, Options(), deaf)
    run_local(settings, Options(), deaf)
    first, second = map(json.loads, file.read_text().splitlines())
    assert first["status"] == second["status"] == "done"
    assert first["rows"] == {
        "raw_files": 3,
        "records": 3,
        "documents": 1,
        "duplicates": 1,
        "rejects": 1,
        "skipped": 0,
        "edits": first["rows"]["edits"],
    }
    assert (first["files"]["new"], second["files"]["unchanged"], second["commits"]) == (3, 3, 0)
    assert first["reasons"] == {"empty": 1}
    assert first["raw_mb"] == pytest.approx(2 * len(article("a")) / 1e6, abs=0.001)
    assert set(first["stage_s"]) == {"extract", "clean", "identify", "repair", "enrich"}
    assert sum(first["phase_s"].values()) <= first["seconds"] + 0.01
    assert first["cpu_s"]["batches"] > 0
    assert 50 < first["peak_mb"]["worker"] < 2000


def test_a_run_that_fails_leaves_a_line_as_well(workshop: Workshop) -> None:
    file = workshop.raw.parent / "metrics.jsonl"
    settings = workshop.settings(metrics__file=str(file), run__workers=1)
    with workshop.store.lock(), pytest.raises(StoreBusy):
        run_local(settings, Options(wait=False), deaf)
    line = json.loads(file.read_text())
    assert (line["status"], "another run holds it" in line["error"]) == ("StoreBusy", True)


def test_metrics_that_cannot_be_written_are_an_error_after_the_run(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    settings = workshop.settings(metrics__file=str(workshop.raw.parent), run__workers=1)
    with pytest.raises(StoreError, match="metrics cannot be written"):
        run_local(settings, Options(), deaf)
    assert len(workshop.rows("documents")) == 1


def test_the_newest_run_as_prometheus_text(workshop: Workshop, capsys: pytest.CaptureFixture[str]) -> None:
    workshop.drop("a.txt", article("a"))
    file = workshop.raw.parent / "ingest.prom"
    run_local(workshop.settings(metrics__file="-", metrics__prometheus=str(file), run__workers=1), Options(), deaf)
    assert json.loads(capsys.readouterr().out)["commit"] == 1
    lines = file.read_text().splitlines()
    assert f'ingest_run_rows{{of="documents",processed="{workshop.processed}"}} 1.0' in lines
    assert f'ingest_run_done{{processed="{workshop.processed}"}} 1.0' in lines


def test_the_memory_of_a_process_is_its_own_and_not_its_parents() -> None:
    ballast = bytearray(os.urandom(1 << 20)) * 300
    command = [sys.executable, "-c", "from ingest.pipeline.watch import peak_mb; print(peak_mb())"]
    peak = float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert peak < len(ballast) / 1e6
