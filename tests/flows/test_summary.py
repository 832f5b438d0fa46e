"""The summary of a run for Prefect's user interface."""

from flows.summary import MOST, WIDTH, bars, cell, markdown
from ingest.report import Report


def report(**told: object) -> Report:
    return Report(run_id="20250101T000000-0", raw="raw", processed="processed", recipe="r", **told)


def test_a_run_that_found_nothing_says_so_without_charts() -> None:
    said = markdown(report(unchanged=3))
    assert "nothing to do" in said
    assert "| unchanged | 3 |" in said
    assert "█" not in said


def test_rejects_have_their_reason_and_its_meaning() -> None:
    said = markdown(report(records=3, rejects=2, documents=1, reasons={"empty": 2}, seconds=1.0))
    assert "| empty | 2 | " + "█" * WIDTH + " | nothing but white space, before or after cleaning |" in said


def test_what_is_stale_and_which_setting_could_let_rejects_in_is_said() -> None:
    said = markdown(report(rejects=1, reasons={"no_text": 1}, stale=46, stale_rejects=1))
    assert "**Stale:** 46 rows were made by other rules or settings, 1 reject among them: ingest run" in said
    assert "After a change of read.columns: ingest retry" in said
    assert "Stale" not in markdown(report())


def test_a_bar_is_as_long_as_its_share_and_never_nothing() -> None:
    rows = {what: bar for what, _, bar in bars({"all": 10_000, "half": 5_000, "one": 1, "none": 0})}
    assert rows == {"all": "█" * WIDTH, "half": "█" * (WIDTH // 2), "one": "▏"}


def test_many_rows_are_folded_into_the_last() -> None:
    rows = bars({f"rule-{i:02}": 1 for i in range(MOST + 5)})
    assert (len(rows), rows[-1][:2]) == (MOST + 1, ("5 more", "5"))


def test_text_cannot_break_out_of_its_cell() -> None:
    assert cell("a|b\n<script>`") == "a\\|b &lt;script>'"
