"""The picture of README.md: what `ingest explain` shows of a sample, in its colours, as docs/explain.svg.

    python tools/picture.py > docs/explain.svg

Rich (Prefect brings it) draws the terminal; the samples in raw/ are ingested into a folder that is thrown away.
"""

import io
import re
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

import ingest
from ingest.explain import explained, render
from ingest.store import Store

ROOT = Path(__file__).parents[1]
SAMPLE = "observatory.txt"
COLUMNS = 112  # of the terminal that is drawn
WEB_FONTS = re.compile(r"\s*@font-face \{.*?\}(?=\s)", re.S)  # a picture fetches nothing; the font is the viewer's own


def picture(processed: str) -> str:
    """The SVG, of a store that holds the samples."""
    told = render(explained(Store(processed), SAMPLE), colour=True)
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(told))
    return WEB_FONTS.sub("", console.export_svg(title=f"ingest explain {SAMPLE}", theme=DIMMED_MONOKAI, unique_id="x"))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        ingest.run(str(ROOT / "raw"), folder)
        sys.stdout.write(picture(folder))
