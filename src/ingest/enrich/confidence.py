"""How sure a fact is by where it was told: each enricher has a table of origins, this looks it up."""

from collections.abc import Mapping


def confidence(table: Mapping[str, float], origin: str, otherwise: float) -> float:
    """What `table` says of an origin (`html:rel:license`), else of its kind (`html`), else `otherwise`."""
    return table.get(origin, table.get(origin.partition(":")[0], otherwise))
