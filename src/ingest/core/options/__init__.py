"""Every settings key: its default, what it does, why the default is what it is, and the risk of changing it.

One module a section of ingest.toml. `ingest config` prints them all. `content=False` marks keys that cannot change a row.
"""

from ingest.core.options.clean import Clean
from ingest.core.options.identify import Identify
from ingest.core.options.limits import Limits
from ingest.core.options.option import MB
from ingest.core.options.paths import Paths
from ingest.core.options.repair import Repair
from ingest.core.options.run import Run
from ingest.core.options.settings import Settings, sections
from ingest.core.options.store import Store

__all__ = ["MB", "Clean", "Identify", "Limits", "Paths", "Repair", "Run", "Settings", "Store", "sections"]
