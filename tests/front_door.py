"""A whole run as a user starts it: `ingest run`, its worker pool and its line of numbers."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def ran(raw: Path, folder: Path, **overrides: object) -> dict[str, Any]:
    """Run over `raw`, into `folder`/processed; the line of numbers (docs/operate.md). `overrides`: section__key=value."""
    metrics = folder / "metrics.json"
    settings = {f"INGEST_{key.upper()}": str(value) for key, value in overrides.items()}
    command = [sys.executable, "-m", "ingest.cli", "run", "--raw", str(raw), "--processed", str(folder / "processed")]
    done = subprocess.run(
        [*command, "--workers", "2", "--metrics", str(metrics)],
        env=os.environ | settings,
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(metrics.read_text(encoding="utf-8").splitlines()[-1])
