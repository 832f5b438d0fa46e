"""The editing engine, with made-up rules, good and bad."""

import pytest

from ingest.core.editing import Finding, Rule, View, apply, differences, edit, replay, revert
from ingest.core.errors import LedgerError, RuleError
from ingest.core.model import Decoding, Document, Edit, Hint, Language, RecordKey


def document(text: str, language: str = "en") -> Document:
    return Document("a", RecordKey(), text, "text/plain", Decoding("utf-8", "t"), "", language=Language(language, 1.0))


def rule(name: str, *findings: Finding, phase: int = 10, languages: tuple[str, ...] = ("*",)) -> Rule:
    return Rule(name, phase, lambda view: findings, languages)


def test_an_edit_says_where_it_stood_when_it_was_applied() -> None:
    after, edits = apply("abcdef", [Finding(0, 1, "XX"), Finding(4, 5, "")], "s", "r")
    assert after == "XXbcdf"
    assert [(e.start, e.end, e.before, e.after) for e in edits] == [(4, 5, "e", ""), (0, 1, "a", "XX")]
    assert replay("abcdef", edits) == after
    assert revert(after, edits) == "abcdef"


def test_rules_run_by_phase_and_then_by_name_whatever_their_order() -> None:
    seen: list[str] = []

    def noting(name: str, phase: int) -> Rule:
        return Rule(name, phase, lambda view: seen.append(name) or ())

    edit(document("x"), "s", [noting("b", 20), noting("c", 10), noting("a", 20)])
    assert seen == ["c", "a", "b"]


def test_a_later_rule_sees_the_text_and_the_evidence_of_the_earlier() -> None:
    views: list[View] = []
    first = rule("first", Finding(0, 1, "z"))
    edit(document("abc"), "s", [first, Rule("second", 20, lambda view: views.append(view) or ())])
    assert (views[0].text, dict(views[0].evidence)) == ("zbc", {"first": 1})


def test_a_finding_without_replacement_only_flags() -> None:
    got = edit(document("abc"), "s", [rule("odd", Finding(0, 1, None))])
    assert (got.text, got.edits, got.flags) == ("abc", (), ("s:odd",))


def test_a_hint_is_handed_on_with_its_origin() -> None:
    got = edit(document("abc"), "s", [rule("head", Finding(0, 1, "", hint=("published", "2025-01-01")))])
    assert got.hints == (Hint("published", "2025-01-01", "text:head"),)


def test_a_rule_runs_only_on_languages_it_knows() -> None:
    only = rule("only", Finding(0, 1, "z"), languages=("de",))
    assert edit(document("abc", "en"), "s", [only]).text == "abc"
    assert edit(document("abc", "de-AT"), "s", [only]).text == "zbc"


@pytest.mark.parametrize(
    ("findings", "what"),
    [
        ([Finding(0, 3, "x"), Finding(2, 4, "y")], "overlaps"),
        ([Finding(1, 1, "x"), Finding(1, 1, "y")], "overlaps"),
        ([Finding(1, 1, "x"), Finding(1, 2, "y")], "overlaps"),
        ([Finding(3, 9, "x")], "outside"),
        ([Finding(-1, 1, "x")], "outside"),
        ([Finding(3, 2, "x")], "outside"),
        ([Finding(0, 1, "a")], "changes nothing"),
        ([Finding(2, 2, "")], "changes nothing"),
    ],
)
def test_bad_findings_are_refused_by_the_name_of_their_rule(findings: list[Finding], what: str) -> None:
    with pytest.raises(RuleError, match=f"bad-rule.*{what}"):
        edit(document("abcdef"), "s", [rule("bad-rule", *findings)])


def test_findings_may_come_in_any_order_and_touch_each_other() -> None:
    got = edit(document("abcdef"), "s", [rule("r", Finding(4, 6, "Z"), Finding(0, 2, ""), Finding(2, 4, "YY"))])
    assert got.text == "YYZ"
    assert revert(got.text, got.edits) == "abcdef"


def test_a_ledger_that_does_not_fit_is_said_with_its_edit() -> None:
    wrong = [Edit(7, "s", "r", 0, 1, "q", "z")]
    with pytest.raises(LedgerError, match=r"edit 7 .*expects 'q' at 0, found 'a'"):
        replay("abc", wrong)
    with pytest.raises(LedgerError, match="expects 'z' at 0, found 'a'"):
        revert("abc", wrong)


def test_differences_are_small_and_true() -> None:
    found = differences("It was cafÃ© time", "It was café time", 100)
    assert [(f.start, f.end, f.replacement) for f in found] == [(110, 112, "é")]
    assert differences("same", "same") == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("cafÃ© " * 300, "café " * 300),
        ("“Ã©” “Ã¨”。港口Ã©船" * 90, "“é” “è”。港口é船" * 90),
        ("Ã la carte, " * 200, "à la carte, " * 200),
    ],
)
def test_a_line_full_of_damage_is_aligned_without_a_search(before: str, after: str, monkeypatch) -> None:
    def searched(*_: object) -> None:
        raise AssertionError("the cubic search was asked")

    monkeypatch.setattr("ingest.core.editing.SequenceMatcher", searched)
    found = differences(before, after)
    assert apply(before, found, "s", "r")[0] == after
    assert max(f.end - f.start for f in found) <= 2


def test_a_long_changed_stretch_is_one_edit() -> None:
    (only,) = differences("a" + "xy" * 5000 + "b", "a" + "yx" * 5000 + "b")
    assert only.end - only.start > 9000
