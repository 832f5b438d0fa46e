"""What many tests need: a raw and a processed folder, and a run over them."""

import os
import random
import time
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.core.config import Settings, load
from ingest.report import Report
from ingest.store import Store
from ingest.store.check import check

LONG = (
    "The harbour master counts the boats twice every evening, once from the window of his office and once from the mole. "
    "When the two numbers differ he lights a second lamp and waits. "
)


class Workshop:
    """A raw folder, a processed folder, and runs of the pipeline in this process."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.processed = folder / "raw", folder / "processed"
        self.raw.mkdir(parents=True)
        self.age = 10_000.0

    def drop(self, name: str, content: str | bytes, settled: bool = True) -> Path:
        """Put a file into raw/, old enough for its mtime to be trusted."""
        path = self.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        if settled:
            self.age -= 1
            then = time.time() - self.age
            os.utime(path, (then, then))
        return path

    def settings(self, **overrides: object) -> Settings:
        paths = {"paths.raw": str(self.raw), "paths.processed": str(self.processed), "store.fsync": False}
        return load(environment={}, overrides={**paths, **{k.replace("__", "."): v for k, v in overrides.items()}})

    def run(self, options: pipeline.Options | None = None, sound: bool = True, **overrides: object) -> Report:
        """Run the pipeline; afterwards the store must be sound."""
        report = pipeline.run(self.settings(**overrides), options=options or pipeline.Options())
        if sound:
            assert check(self.store) == []
        return report

    @property
    def store(self) -> Store:
        return Store(str(self.processed), self.settings().store)

    def rows(self, table: str) -> list[dict]:
        return self.store.read(table).to_pylist()

    def by_path(self, table: str) -> dict[str, dict]:
        return {r["raw_path"]: r for r in self.rows(table)}


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


NOUNS = [
    "baker",
    "captain",
    "teacher",
    "doctor",
    "river",
    "bridge",
    "lamp",
    "letter",
    "window",
    "garden",
    "engine",
    "market",
    "tower",
    "island",
    "school",
]
ADJECTIVES = ["old", "quiet", "narrow", "broken", "yellow", "distant", "heavy", "early", "wooden", "crowded"]
VERBS = ["watched", "carried", "forgot", "painted", "followed", "repaired", "counted", "sold", "found", "described"]
TIMES = [
    "before winter came",
    "on Sunday evening",
    "after that long summer",
    "during the war",
    "without one word",
    "near midnight",
    "every second spring",
    "for nobody else",
    "behind closed doors",
    "between two storms",
    "since early morning",
    "against all advice",
]
LINKS = ["and", "while", "until", "because", "so that", "although", "where", "as soon as"]


def article(topic: str, sentences: int = 3) -> str:
    """An article about a topic, unlike any other topic's: the words are drawn by the topic's name."""
    pick = random.Random(topic)
    told = [
        f"The {pick.choice(ADJECTIVES)} {pick.choice(NOUNS)} {pick.choice(VERBS)} this {pick.choice(ADJECTIVES)} "
        f"{pick.choice(NOUNS)} {pick.choice(TIMES)}, {pick.choice(LINKS)} every {pick.choice(NOUNS)} "
        f"{pick.choice(VERBS)} some {pick.choice(ADJECTIVES)} {pick.choice(NOUNS)}. "
        for _ in range(6)
    ]
    return f"About {topic}. " + f"In {topic} they tell it otherwise. " * sentences + "".join(told)
