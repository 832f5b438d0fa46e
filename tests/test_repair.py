"""The stage repair: the gate, what is protected, detection, glossaries; the docs made from the cases."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Workshop
from test_members import document

import ingest
from ingest.cli import main
from ingest.core.config import Repair as RepairSettings
from ingest.core.errors import UserError
from ingest.core.model import Hint, Language
from ingest.core.recipe import recipe
from ingest.repair import Repair
from ingest.repair.calques import derive
from ingest.repair.glossary import glossary, initials, parse, shipped
from ingest.repair.rules_doc import page
from ingest.repair.style import LEAST_WORDS, model, running, style_score
from ingest.repair.verdict import joined, verdict
from ingest.rule_stats import stats

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests/cases/repair"
SAFE = Repair(RepairSettings())
FULL = Repair(replace(RepairSettings(), level="full"))
PROSE = "The miller keeps the wheel in order, and the clerk keeps the book of the town. " * 12

HUMAN = (
    "When I was about nine we moved to a house by the canal, and for the whole of that summer I did nothing but watch "
    "boats. My father didn't mind. He'd come home at six, wash his hands, and ask me how many; I'd tell him, and he would "
    "write the number down in a little black book he kept for the purpose. I've still got it somewhere. It wasn't until "
    "years later that I asked him why, and he laughed and said he hadn't the faintest idea, but it had seemed polite."
)


def facts(document) -> dict:
    return {f.field: f.value for f in document.facts}


def whole(kind: str) -> list:
    told = tomllib.loads((CASES / f"{kind}.toml").read_text("utf-8"))["case"]
    return [pytest.param(c, id=c["why"]) for c in told]


@pytest.mark.parametrize("case", whole("protected"))
def test_what_is_protected_is_left_alone_even_at_full(case: dict) -> None:
    assert FULL(document(case["text"], case.get("language", "en"))).edits == ()


@pytest.mark.parametrize("case", whole("gate"))
def test_the_gate_opens_for_several_kinds_of_marks_and_for_one_alone_stays_shut(case: dict) -> None:
    assert SAFE(document(case["text"], case.get("language", "en"))).text == case.get("expected", case["text"])


@pytest.mark.parametrize("case", whole("shown"))
def test_what_a_person_shows_or_chats_is_left_alone(case: dict) -> None:
    got = SAFE(document(case["text"]))
    assert got.edits == ()
    assert facts(got)["mt_flags"]  # there was something to find
    assert facts(got)["mt_verdict"] in ("unlikely", "unknown")


@pytest.mark.parametrize("case", whole("translated"))
def test_a_translated_text_is_mended_as_far_as_proof_goes(case: dict) -> None:
    got = FULL(document(case["text"]))
    assert got.text == case["expected"]
    assert FULL(document(got.text)).text == got.text


def test_what_the_gate_holds_back_is_told() -> None:
    got = SAFE(document("They walked in the the garden. It was late, and they were tired."))
    assert got.edits == ()
    assert facts(got)["mt_flags"] == ("doubled-word",)
    assert facts(got)["mt_evidence"] == 1


def test_level_flag_points_and_changes_nothing() -> None:
    flag = Repair(replace(RepairSettings(), level="flag"))
    got = flag(document("The Poland @-@ so the the clerk – was , as ever , late ."))
    assert got.edits == ()
    assert {"repair:spaced-joint", "repair:doubled-word", "repair:space-before-stop"} <= set(got.flags)


def test_a_short_text_that_is_plainly_english_needs_no_detector() -> None:
    got = FULL(document("The head of the the guild left for for the sea.", "und"))
    assert got.text == "The head of the guild left for the sea."
    assert got.language.tag == "und"


def test_quoted_paragraphs_in_another_language_are_protected() -> None:
    text = "The the mill.\n\nEl libro de de la casa , y la la mesa .\n\nAnd the the quay."
    start = text.index("El")
    speaks = Language("en", 1.0, stretches=((start, text.index("\n\nAnd"), "es"),))
    got = FULL(replace(document(text), language=speaks))
    assert got.text == "The mill.\n\nEl libro de de la casa , y la la mesa .\n\nAnd the quay."


def test_in_a_text_of_several_languages_foreign_words_are_no_residue() -> None:
    given = document("We will help dans la mesure du possible, said the miller of the mill to all of us. " + HUMAN)
    mixed = replace(given, language=Language("en", 1.0, shares=(("en", 0.8), ("fr", 0.2))))
    assert facts(SAFE(given))["mt_evidence"] == 1
    assert facts(SAFE(mixed))["mt_evidence"] == 0
    assert facts(SAFE(mixed))["mt_flags"] == ("untranslated-residue",)


def test_a_page_that_says_it_was_translated_is_believed() -> None:
    told = document(
        PROSE, hints=(Hint("mt_source_language", "und", "html:a"), Hint("mt_source_language", "fr", "html:b"))
    )
    assert facts(SAFE(told))["mt_source_language"] == "fr"
    assert facts(Repair(replace(RepairSettings(), level="off"))(told))["mt_source_language"] == "fr"
    assert "mt_source_language" not in facts(SAFE(document(PROSE)))
    assert facts(SAFE(told))["mt_verdict"] == "told"


def test_the_score_is_null_for_short_texts_and_unknown_languages() -> None:
    assert style_score("word " * (LEAST_WORDS - 1), "en") is None
    assert style_score("Wort " * 200, "de") is None
    assert facts(SAFE(document("It rained.")))["mt_likely"] is None


def test_lists_verse_and_headings_are_no_running_prose() -> None:
    recipe = "# Plum cake\n\n- 3 eggs\n- flour,\n  sifted twice.\n\n1. Beat the eggs. Add sugar.\n2. Bake it."
    song = "Oh the wheel goes round in the morning light\nAnd the water comes down from the hill all night\nAnd I"
    assert running(f"{recipe}\n\nIt keeps.\n\n{song}") == "It keeps."
    assert running("It rained on the\nquay and on\nThe Hague.") == "It rained on the\nquay and on\nThe Hague."
    assert style_score(f"{song}\n\n" * 20, "en") is None


def test_a_score_of_few_words_is_nearer_to_the_middle() -> None:
    short, long = style_score(PROSE[: len(PROSE) // 2], "en"), style_score(PROSE * 2, "en")
    assert short is not None
    assert long is not None
    assert abs(short - 0.5) < abs(long - 0.5)


@pytest.mark.parametrize(
    ("text", "verdict", "likely"),
    [
        (HUMAN, "unlikely", False),
        ("It rained.", "unknown", None),
        ("The well @-@ known miller was late.", "found", True),
        (HUMAN + " The well @-@ known miller was late.", "found", True),
        ("The Poland has agreed to it.", "unknown", None),  # one such mark in a line may be a ship's name
    ],
)
def test_the_verdict_joins_findings_and_style(text: str, verdict: str, likely: bool | None) -> None:
    got = facts(SAFE(document(text)))
    assert (got["mt_verdict"], got["mt_likely"]) == (verdict, likely)
    assert (got["mt_score"] is None) == (likely is None)


def test_a_text_in_a_language_without_a_model_is_likely_by_findings_alone() -> None:
    got = facts(SAFE(document("Der Weg ist 12 @-@ spurig.", "de")))
    assert (got["mt_verdict"], got["mt_likely"]) == ("found", True)


def test_the_style_alone_makes_a_text_suspected() -> None:
    assert verdict(False, 1.5, 0.9, True) == "suspected"
    assert verdict(True, 0.0, None, False) == "told"
    assert joined(0.2, 1.5, False) == pytest.approx(0.834, abs=0.001)
    assert joined(0.2, 0.0, False) == pytest.approx(0.2)


def test_human_prose_scores_low_and_word_by_word_translation_high() -> None:
    calque = (
        "The my dear gentlemen, it is for saying you that the house of the my brother has been sell to the yours friend for "
        "not much of money. No has been easy of the accept, but the men of the city no have want to help to him and in the "
        "end of the day he has have to do the that all the world has do before of the war. It does two years that he no has "
        "return of the sea, and his woman him wait in the window of the kitchen with the hands above of the table."
    )
    shipped_model = model("en")
    assert shipped_model is not None
    assert (style_score(HUMAN, "en") or 0) < 0.4
    assert (style_score(calque, "en") or 0) > shipped_model.threshold


def test_initials_leave_small_words_out() -> None:
    assert initials("Ministry of State Security") == "MSS"


def test_the_shipped_glossaries_are_sound() -> None:
    for language in ("en", "fr", "es", "de", "pt"):
        assert shipped(language)


def test_derived_calques_never_are_names_of_the_list() -> None:
    told = derive("World/a Health/n Organization\nUnion/a Bank\tpattern\nBank/a Union")
    assert "Organization World of Health\tWorld Health Organization" in told
    assert "\nBank Union\t" not in told


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("one column", "2 to 6 columns"),
        ("ab\tx", "3 to 200 characters"),
        ("Old Mill\t", "replacement is empty"),
        ("Old Mill\tNew Mill\tsomewhere", "expected the scope"),
        ("Old Mill\tNew Mill\tname\tperhaps", "expected the evidence"),
        ("Old Mill\tThe Old Mill", "applied for ever"),
        ("(Old Mill)\tNew", "begins and ends with a letter"),
    ],
)
def test_a_malformed_line_is_named_with_its_reason(line: str, reason: str) -> None:
    entries, faults = parse(f"# a comment\n\n{line}\n", "en.tsv")
    assert entries == []
    assert faults[0].startswith("en.tsv:3: ")
    assert reason in faults[0]


def test_a_users_glossary_overrides_the_shipped_one_and_makes_rows_stale(tmp_path: Path) -> None:
    text = "The Union European met at the Old Quay. " + PROSE
    file = tmp_path / "mine.en.tsv"
    file.write_text("Union European\t-\nOld Quay\tNew Quay\tname\tcontext:miller\n", "utf-8")
    shop = Workshop(tmp_path / "shop")
    shop.drop("a.txt", text)
    settings = shop.settings(**{"repair.glossary": [str(file)], "repair.level": "full"})
    before = recipe(settings)
    ingest.pipeline.run(settings)
    assert shop.rows("documents")[0]["text"].startswith("The Union European met at the New Quay.")
    file.write_text("Old Quay\tBig Quay\n", "utf-8")
    assert recipe(settings) != before


def test_a_run_refuses_a_malformed_glossary_before_it_begins(tmp_path: Path) -> None:
    file = tmp_path / "en.tsv"
    file.write_text("no tabs here\n", "utf-8")
    shop = Workshop(tmp_path / "shop")
    shop.drop("a.txt", PROSE)
    with pytest.raises(UserError, match=r"en\.tsv:1: expected 2 to 6 columns"):
        ingest.pipeline.run(shop.settings(**{"repair.glossary": [str(file)]}))


def test_glossary_check_prints_faults_and_says_so_by_its_status(tmp_path: Path, capsys) -> None:
    file = tmp_path / "en.tsv"
    file.write_text("Old Quay\tNew Quay\nbroken\n", "utf-8")
    assert main(["glossary", "check", str(file)]) == 1
    assert "en.tsv:2: expected 2 to 6 columns" in capsys.readouterr().out
    assert main(["glossary", "check", str(tmp_path / "none.tsv")]) == 2
    names = tmp_path / "names.tsv"
    names.write_text("World/a Bank\n", "utf-8")
    assert main(["glossary", "derive", str(names)]) == 0
    assert "Bank World\tWorld Bank" in capsys.readouterr().out


def test_no_glossary_for_a_language_is_no_error() -> None:
    assert glossary("xx") is None


def test_explain_groups_by_rule_and_rules_tell_what_they_did(tmp_path: Path, capsys) -> None:
    shop = Workshop(tmp_path)
    shop.drop(
        "a.txt", "He came , saw , and left @-@ all in one day . The quay lay still, and the clerk was late for it."
    )
    shop.run()
    assert main(["explain", "a.txt", "--processed", str(shop.processed), "--config", _config(shop)]) == 0
    out = capsys.readouterr().out
    assert out.count("repair:space-before-stop") == 1
    assert "repair:space-before-stop  3 edits" in out
    assert main(["rules", "--stats", "--processed", str(shop.processed), "--config", _config(shop)]) == 0
    told = capsys.readouterr().out
    assert "repair:space-before-stop" in told
    assert "one day . The quay" in told or "[- @-@ -]{+-+}all in one day" in told, "a sample stands in its place"
    assert "a.txt" in told


def test_a_sample_is_drawn_from_the_text_as_it_stood(tmp_path: Path) -> None:
    shop = Workshop(tmp_path)
    for i in range(5):
        shop.drop(f"{i}.txt", f"Mill {i} came , saw , and left @-@ all in one day . The quay lay still and wet.")
    shop.run()
    told = {t["rule"]: t for t in stats(shop.store)}
    joint = told["spaced-joint"]
    assert (joint["edits"], joint["documents"], len(joint["samples"])) == (5, 5, 3)
    assert all(
        s["left"].endswith("saw , and left") and s["right"].startswith("all in one day .") for s in joint["samples"]
    )


def _config(shop: Workshop) -> str:
    path = shop.processed.parent / "ingest.toml"
    path.write_text(f'[paths]\nraw = "{shop.raw}"\n', "utf-8")
    return str(path)


def test_the_page_of_rules_is_made_from_the_cases() -> None:
    assert (ROOT / "docs/repair-rules.md").read_text("utf-8") == page(ROOT / "tests/cases/repair-rules")
