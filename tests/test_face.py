"""What a notebook user calls."""

import pyarrow.parquet as pq
import pytest
from conftest import Workshop, article

import ingest
from ingest.core.editing import revert
from ingest.core.errors import ConfigError, UserError
from ingest.pipeline import Options


def test_run_load_and_path(workshop: Workshop) -> None:
    workshop.drop("a.txt", article("a"))
    report = ingest.run(workshop.raw, workshop.processed, run__workers=1, repair__level="full")
    assert (report.documents, report.commit) == (1, 1)
    assert ingest.load(workshop.processed, "documents", columns=["raw_path"]).to_pylist() == [{"raw_path": "a.txt"}]
    pinned = ingest.path(workshop.processed)
    workshop.drop("b.txt", article("b"))
    ingest.run(workshop.raw, workshop.processed, options=Options(wait=False))
    assert pq.read_table(pinned, partitioning=None).num_rows == 1, "a resolved path never changes"
    assert ingest.load(workshop.processed).num_rows == 2


def test_wrong_names_are_told(workshop: Workshop) -> None:
    with pytest.raises(UserError, match="there is no table 'papers'; there are: documents"):
        ingest.load(workshop.processed, "papers")
    with pytest.raises(UserError, match="nothing was ever committed"):
        ingest.load(workshop.processed)
    with pytest.raises(ConfigError):
        ingest.run(workshop.raw, workshop.processed, repair__level="most")
    with pytest.raises(AttributeError, match="no attribute 'runn'"):
        ingest.runn  # noqa: B018
    with pytest.raises(ConfigError, match="did you mean 'full'"):
        ingest.repair_text("x , y", "en", level="fulll")
    workshop.drop("a.txt", article("a"))
    ingest.run(workshop.raw, workshop.processed)
    with pytest.raises(UserError, match="no column 'doc'; did you mean 'doc_id'"):
        ingest.load(workshop.processed, columns=["doc"])
    with pytest.raises(UserError, match="expected a list of names, found the string 'doc_id'"):
        ingest.load(workshop.processed, columns="doc_id")


@pytest.mark.parametrize("function", ["clean_text", "repair_text", "identify_language"])
def test_what_is_no_text_is_told_at_the_door(function: str) -> None:
    with pytest.raises(TypeError, match=f"{function}: expected the text as a str, found NoneType"):
        getattr(ingest, function)(None)


def test_completion_shows_the_face() -> None:
    assert {"run", "load", "path", "clean_text"} <= set(dir(ingest))


def test_one_text_at_a_time() -> None:
    cleaned = ingest.clean_text("cafÃ© &amp; bar\u200b")
    assert cleaned.text == "café & bar"
    assert revert(cleaned.text, cleaned.edits) == "cafÃ© &amp; bar\u200b"
    assert ingest.clean_text("cafÃ©", level="off").text == "cafÃ©"
    nothing = ingest.clean_text("\u200b\n")
    assert (nothing.text, nothing.flags) == ("", ("clean:empty",))
    assert revert(nothing.text, nothing.edits) == "\u200b\n"
    assert ingest.repair_text("It rained , then stopped.", "en").text == "It rained, then stopped."
    flagged = ingest.repair_text("It rained , then stopped.", "en", level="flag")
    assert (flagged.edits, flagged.flags) == ((), ("repair:space-before-stop",))
    assert ingest.repair_text("Il vient ; elle part .", "fr").edits == ()


def test_language_is_the_same_every_time_and_und_where_nothing_can_be_said() -> None:
    text = "Il pleuvait, et puis le soleil est revenu sur la place du marché."
    assert len({ingest.identify_language(text) for _ in range(5)}) == 1
    assert ingest.identify_language(text).tag == "fr"
    assert [ingest.identify_language(t).tag for t in ("", "1234 5678", "\x00", "\ud800", "🙂🙂🙂")] == ["und"] * 5


def test_word_changing_rules_ask_for_a_mark_that_only_a_machine_leaves() -> None:
    text = "He walked in the the garden."
    assert ingest.repair_text(text, "en").text == text
    assert ingest.repair_text(text + " It rained .", "en").text == text + " It rained."
    assert ingest.repair_text(text + " The Poland has won.", "en").text == "He walked in the garden. Poland has won."
    assert ingest.repair_text(text, "en", level="full").text == "He walked in the garden."
