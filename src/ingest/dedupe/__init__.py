"""Stage 8, dedupe: what documents are compared by, which pairs are the same article, and what follows for clusters.

Rule 1: whether two texts are one article depends on these two texts alone, never on when or with whom they came.
Rule 2: only pairs that share a band key are compared, and of a key that very many texts share, all with a few.
Rule 3: clusters are what such pairs connect. The order of arrival names them and changes nothing else.
Nothing here reads or writes the store; paths and tables are handed in.
"""

from ingest.dedupe.clusters import Connected
from ingest.dedupe.compare import CONTAINS, NEAR, Comparison, Features, compare, features, judged
from ingest.dedupe.decide import Member, Placed, Placing, oldest, order, own_id, place
from ingest.dedupe.normalize import normalized
from ingest.dedupe.pairs import Index, candidate_pairs, fresh_keys
from ingest.dedupe.sign import Sign, scheme_of, url_key

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
    "Sign",
    "candidate_pairs",
    "compare",
    "features",
    "fresh_keys",
    "judged",
    "normalized",
    "oldest",
    "order",
    "own_id",
    "place",
    "scheme_of",
    "url_key",
]
