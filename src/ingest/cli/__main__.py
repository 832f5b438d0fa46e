"""python -m ingest.cli: what the console script calls."""

import sys

from ingest.cli import main

sys.exit(main())
