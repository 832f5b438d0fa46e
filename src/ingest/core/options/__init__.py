"""Every settings key: its default, what it does, why the default is what it is, and the risk of changing it.

One module a section of ingest.toml. `ingest config` prints them all. `content=False` marks keys that cannot change a row.
"""

from ingest.core.options.clean import Clean
from ingest.core.options.dedupe import Dedupe
from ingest.core.options.enrich import Enrich
from ingest.core.options.extract import Extract
from ingest.core.options.flow import Flow
from ingest.core.options.identify import Identify
from ingest.core.options.limits import Limits
from ingest.core.options.metrics import Metrics
from ingest.core.options.option import MB
from ingest.core.options.paths import Paths
from ingest.core.options.read import Read
from ingest.core.options.repair import Repair
from ingest.core.options.run import Run
from ingest.core.options.schedule import Schedule
from ingest.core.options.settings import Settings, sections
from ingest.core.options.store import Store
from ingest.core.options.watch import Watch

__all__ = [
    "MB",
    "Clean",
    "Dedupe",
    "Enrich",
    "Extract",
    "Flow",
    "Identify",
    "Limits",
    "Metrics",
    "Paths",
    "Read",
    "Repair",
    "Run",
    "Schedule",
    "Settings",
    "Store",
    "Watch",
    "sections",
]
