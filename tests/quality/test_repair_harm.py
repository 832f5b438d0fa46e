"""A floor under the harm of repair: our own texts in the manner of people, in many genres, come through unharmed.

`human/*.txt`: sound texts and odd ones; a line of `%%` stands between two. `human/slips/`: their authors make mistakes
(`the the`, `informations`), which is no machine's doing. `human/marks/`: habits of blanks and quotation marks.
"""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.core.config import Repair as RepairSettings
from ingest.core.members import repair_rules
from ingest.core.model import Decoding, Document, Language, RecordKey
from ingest.repair import Repair

HUMAN = Path(__file__).parent / "human"
LANGUAGES = {"german": "de", "french": "fr", "spanish": "es", "portuguese": "pt"}
MOST_AT_FULL = (
    2  # edits in sound texts at level full, where each rule goes by its own evidence; never raise it silently
)
MOST_LIKELY = 5  # texts called machine-translated: deeds, papers and match reports of under 120 words


def texts(folder: str = "") -> list:
    return [
        pytest.param(text, LANGUAGES.get(path.stem, "en"), id=f"{folder}{path.stem}-{k}")
        for path in sorted((HUMAN / folder).glob("*.txt"))
        for k, text in enumerate(path.read_text("utf-8").split("\n%%\n"))
    ]


def repaired(text: str, language: str, level: str) -> Document:
    tag = Language(language, 1.0)
    given = Document("a.txt", RecordKey(), text, "text/plain", Decoding("utf-8", "t"), "", language=tag)
    return Repair(replace(RepairSettings(), level=level))(given)


@pytest.mark.parametrize(("text", "language"), [*texts(), *texts("slips/")])
def test_a_human_text_is_not_touched(text: str, language: str) -> None:
    assert repaired(text, language, "safe").edits == ()


@pytest.mark.parametrize(("text", "language"), texts("marks/"))
def test_of_a_human_text_with_habits_only_blanks_and_marks_are_mended(text: str, language: str) -> None:
    got = repaired(text, language, "safe")
    assert got.edits
    assert not [e for e in got.edits if repair_rules.members()[e.rule].changes_words]
    assert re.sub(r"[\W_]", "", got.text) == re.sub(r"[\W_]", "", text)


def test_few_human_texts_are_called_machine_translated() -> None:
    every = [*texts(), *texts("slips/"), *texts("marks/")]
    facts = [{f.field: f.value for f in repaired(*p.values, "safe").facts} for p in every]
    assert sum(bool(f["mt_likely"]) for f in facts) <= MOST_LIKELY


def test_at_full_the_harm_stays_under_its_floor() -> None:
    edits = [(p.id, e.rule, e.before, e.after) for p in texts() for e in repaired(*p.values, "full").edits]
    assert len(edits) <= MOST_AT_FULL, edits
