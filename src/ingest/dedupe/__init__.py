"""Stage 8, dedupe: what documents are compared by, which pairs are the same article, and what follows for clusters.

Rule 1: whether two texts are one article depends on these two texts alone, never on when or with whom they came.
Rule 2: only pairs that share a band key or an address are compared, and of those none that cannot matter any more.
Rule 3: clusters are what such pairs connect. The order of arrival names them and changes nothing else.
Nothing here reads or writes the store; paths and tables are handed in.
"""

from ingest.dedupe.clusters import Connected
from ingest.dedupe.compare import CONTAINS, NEAR, Comparison, Features, compare, features, judged
from ingest.dedupe.decide import Member, Placed, Placing, came, first, oldest, own_id, place
from ingest.dedupe.normalize import normalized
from ingest.dedupe.passages import sharing_passages
from ingest.dedupe.rounds import Rounds
from ingest.dedupe.sharing import Index, Shared, fresh_keys, shared_keys
from ingest.dedupe.sign import Sign, scheme_of, url_key, without

__all__ = [
    "CONTAINS",
    "NEAR",
    "Comparison",
    "Connected",
    "Features",
    "Index",
    "Member",
    "Placed",
    "Placing",
    "Rounds",
    "Shared",
    "Sign",
    "came",
    "compare",
    "features",
    "first",
    "fresh_keys",
    "judged",
    "normalized",
    "oldest",
    "own_id",
    "place",
    "scheme_of",
    "shared_keys",
    "sharing_passages",
    "url_key",
    "without",
]
