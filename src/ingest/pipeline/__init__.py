"""The one pipeline: plan, run_batch, settle, decide, write, rewrite, commit. How its steps are mapped is handed in."""

from ingest.pipeline.checks import check_glossaries, check_settings
from ingest.pipeline.context import STEPS, Listener, MapStep, Options, deaf, serially
from ingest.pipeline.running import run

__all__ = ["STEPS", "Listener", "MapStep", "Options", "check_glossaries", "check_settings", "deaf", "run", "serially"]
