"""A floor under the harm of repair: our own texts in the manner of people, in many genres, come through unharmed."""

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.core.config import Repair as RepairSettings
from ingest.core.model import Decoding, Document, Language, RecordKey
from ingest.repair import Repair

HUMAN = Path(__file__).parent / "human"
LANGUAGES = {"german": "de", "french": "fr", "spanish": "es"}
MOST_AT_FULL = 3  # edits in all texts at level full, where each rule goes by its own evidence; never raise it silently


def repaired(path: Path, level: str) -> Document:
    language = Language(LANGUAGES.get(path.stem, "en"), 1.0)
    given = Document(
        path.name, RecordKey(), path.read_text("utf-8"), "text/plain", Decoding("utf-8", "t"), "", language=language
    )
    return Repair(replace(RepairSettings(), level=level))(given)


@pytest.mark.parametrize("path", sorted(HUMAN.glob("*.txt")), ids=lambda p: p.stem)
def test_a_human_text_is_not_touched_and_not_called_machine_translated(path: Path) -> None:
    got = repaired(path, "safe")
    assert got.edits == ()
    assert {f.field: f.value for f in got.facts}["mt_likely"] in (False, None)


def test_at_full_the_harm_stays_under_its_floor() -> None:
    edits = [(p.stem, e.rule, e.before, e.after) for p in HUMAN.glob("*.txt") for e in repaired(p, "full").edits]
    assert len(edits) <= MOST_AT_FULL, edits
