"""Duplicates, on copies of known kinds made here: floors of what is found and what is kept apart.

The floors stand in tests/quality/duplicates.toml; lowering one is a commit of its own that says why.
"""

import random
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from test_duplicates import SYLLABLES, article

from ingest.core.options import Dedupe
from ingest.dedupe import Sign, compare, features, judged, normalized

FLOORS = tomllib.loads((Path(__file__).parent / "quality" / "duplicates.toml").read_text("utf-8"))
COUNT, SETTINGS = 60, Dedupe()


def typos(text: str, pick: random.Random, share: float) -> str:
    return "".join(pick.choice("abcdefgh") if c.isalpha() and pick.random() < share else c for c in text)


def words_changed(text: str, pick: random.Random, share: float) -> str:
    return " ".join(w if pick.random() >= share else "".join(pick.choices(SYLLABLES, k=3)) for w in text.split(" "))


def figures(pick: random.Random) -> list[str]:
    return [f"{pick.randint(1, 999)}.{pick.randint(0, 99):02}" for _ in range(6)]


def bulletin(topic: str, said: list[str]) -> str:
    parts = article(topic, 96).split("\n")
    return "\n".join(f"{line} {n}" for line, n in zip(parts, [*said, "", ""], strict=True))


Pair = Callable[[str, random.Random], tuple[str, str]]
FOUND: dict[str, Pair] = {
    "typing errors in 1 of 100 characters": lambda t, p: (article(t), typos(article(t), p, 0.01)),
    "typing errors in 3 of 100 characters": lambda t, p: (article(t), typos(article(t), p, 0.03)),
    "one word in ten changed": lambda t, p: (article(t), words_changed(article(t), p, 0.1)),
    "cut by a quarter": lambda t, p: (article(t), article(t)[: len(article(t)) * 3 // 4]),
    "lines in another order": lambda t, p: (article(t), "\n".join(p.sample(s := article(t).split("\n"), len(s)))),
    "another head and foot": lambda t, p: (
        article(t),
        f"{article(t + 'head', 8)}\n{article(t)}\n{article(t + 'foot', 8)}",
    ),
    "no case, no stops": lambda t, p: (article(t), article(t).lower().replace(".", "").replace("\n", " ")),
}
APART: dict[str, Pair] = {
    "other articles": lambda t, p: (article(t), article(t + " else")),
    "bulletins with other figures": lambda t, p: (bulletin(t, figures(p)), bulletin(t, figures(p))),
    "two stories with one long tail": lambda t, p: (
        article(t + " a", 60) + "\n" + article("tail", 100),
        article(t + " b", 60) + "\n" + article("tail", 100),
    ),
    "an excerpt and its article": lambda t, p: (article(t, 300), article(t, 300)[:400]),
    "a digest and one of its stories": lambda t, p: (article(t), "\n".join(article(t + x) for x in ("", "b", "c"))),
}


def share_near(make: Pair) -> float:
    """Of COUNT pairs, how many share a band key and are judged near."""
    sign, near = Sign(SETTINGS), 0
    for n in range(COUNT):
        one, other = make(f"quality {n}", random.Random(n))
        keys = [sign.text(t, None).keys for t in (one, other)]
        if any(a == b for a, b in zip(*keys, strict=True)):
            a, b = (features(normalized(t)) for t in (one, other))
            near += judged(compare(a, b), SETTINGS) == "near"
    return near / COUNT


@pytest.mark.parametrize("kind", APART)
def test_what_is_not_one_article_is_kept_apart(kind: str) -> None:
    assert 1 - share_near(APART[kind]) >= FLOORS["kept apart"][kind]


@pytest.mark.parametrize("kind", FOUND)
def test_copies_are_found(kind: str) -> None:
    assert share_near(FOUND[kind]) >= FLOORS["found"][kind]


def test_every_floor_is_of_a_kind_that_is_measured() -> None:
    assert set(FLOORS["found"]) == set(FOUND)
    assert set(FLOORS["kept apart"]) == set(APART)
