"""How well cleaning does on texts of our own: articles damaged in four ways, and texts to be left alone."""

import re
import textwrap
import tomllib
from collections import Counter
from pathlib import Path

import ingest
from ingest.core.editing import revert

HERE = Path(__file__).parent / "cleaning"
TEXTS = tomllib.loads((HERE / "texts.toml").read_text("utf-8"))
FLOORS = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))
ALONE = ("verse", "list", "dialogue", "address")
WORD = re.compile(r"\w+")


def wrapped(paragraph: str) -> str:
    """A paragraph filled to a column, as a mail program does."""
    if " " in paragraph:
        return textwrap.fill(paragraph, 64)
    return "\n".join(paragraph[i : i + 22] for i in range(0, len(paragraph), 22))


def damaged() -> list[tuple[str, str, str]]:
    """(what was done, the raw text, the article) for each language and damage."""
    out = []
    for language, told in TEXTS.items():
        article = "\n\n".join(told["paragraphs"])
        lines = [*told["before"], *told["paragraphs"], *told["after"]]
        out.append((f"{language} page", "\n".join(lines), "\n".join(told["paragraphs"])))
        out.append((f"{language} wrapped", "\n\n".join(map(wrapped, told["paragraphs"])), article))
        pages = "\n\n".join(map(wrapped, told["paragraphs"])).replace("\n", "\n\x0c", 1)
        out.append((f"{language} paged", pages, article))
        debris = article.replace("a", "a\u00ad").replace(" ", " &nbsp;", 3).replace("\n\n", "<br />\n\n\ufeff\x07", 1)
        out.append((f"{language} debris", debris, article))
    return out


def same(name: str, text: str, article: str) -> bool:
    """Whether `text` is the article; paragraphs of a page may be parted by a blank line, or not, as much was dropped."""
    return text == article or (name.endswith("page") and text.replace("\n\n", "\n") == article)


def alone() -> list[tuple[str, str]]:
    """(name, text) of each text to be left alone."""
    return [(f"{language} {kind}", told[kind]) for language, told in TEXTS.items() for kind in ALONE if kind in told]


def test_there_are_enough_texts_and_half_of_them_are_to_be_left_alone() -> None:
    assert len(damaged()) + len(alone()) >= FLOORS["least_texts"]
    assert 2 * len(alone()) >= FLOORS["least_texts"]
    assert len(TEXTS) >= 8


def test_texts_to_be_left_alone_are_left_alone() -> None:
    changed = [name for name, text in alone() if ingest.clean_text(text).text != text]
    assert len(changed) <= (1 - FLOORS["unchanged"]) * len(alone()), changed


def test_damaged_articles_come_back() -> None:
    wrong = [name for name, raw, article in damaged() if not same(name, ingest.clean_text(raw).text, article)]
    assert len(wrong) <= (1 - FLOORS["exact"]) * len(damaged()), wrong


def test_no_words_are_lost_and_no_furniture_is_left() -> None:
    kept = had = left = around = 0
    for name, raw, article in damaged():
        text = ingest.clean_text(raw).text
        wanted, got = Counter(WORD.findall(article)), Counter(WORD.findall(text))
        had += wanted.total()
        kept += (wanted & got).total()
        if name.endswith("page"):
            furniture = [*TEXTS[name[:2]]["before"], *TEXTS[name[:2]]["after"]]
            around += len(furniture)
            left += sum(line in text.split("\n") for line in furniture)
    assert kept >= FLOORS["words_kept"] * had
    assert left <= FLOORS["lines_left"] * around


def test_every_ledger_reverts_and_a_second_cleaning_changes_nothing() -> None:
    for name, raw in [(name, raw) for name, raw, _ in damaged()] + alone():
        cleaned = ingest.clean_text(raw)
        assert revert(cleaned.text, cleaned.edits) == raw, name
        assert ingest.clean_text(cleaned.text).edits == (), name
