"""Make the data files of the stage identify: our n-gram profiles and the trust the pool puts in each voter.

    python -m training.language.fit FOLDER     (FOLDER as training.language.texts filled it; about ten minutes)

Step 1: profiles are learnt from MediaWiki's messages alone.
Step 2: with these, all voters are asked about messages of other software and about spaCy's example sentences, which none
        of them has seen, and the pool's trusts, the shares of right agreements and the families' weights are fitted to
        what they said. The examples are few and of news; fitted to messages alone, the pool errs on news twice as
        often (.986 instead of .993 of the core's texts are right where all five are asked), so they weigh more (NATURAL).
Step 3: the profiles that are shipped are learnt from all messages.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import ingest.identify
from ingest.identify import families, own_profiles, pool, tables, voters
from ingest.identify.cascade import SIBLINGS
from ingest.identify.prepare import prepared
from ingest.identify.scripts import evidence
from ingest.identify.tags import folded
from ingest.identify.voters import Vote
from training.language.profiles import trained
from training.language.regression import regressed
from training.language.relatives import fitted
from training.language.texts import examples, messages, written_down

DATA = Path(ingest.identify.__file__).parent / "data"
HELD_OUT = 0  # seed of every shuffle
LENGTHS = ((35, 110, 1, 70), (70, 400, 1, 70), (30, 400, 4, 30), (30, 400, 20, 6))  # least, most, joined, how many
AGREED_BY = (20, 60, None)  # letters
TWO, THREE = ("cld2", "eld"), ("cld2", "langdetect", "own")
AGREED_BEFORE = (99.5, 100.0)  # right and all agreements that each count begins with, as few of some are seen
TOLD_BY_WORDS = ("hr", "bs", "sr", "id", "ms")  # families.py tells them apart; the pool is not fitted to them
NATURAL = 12.0  # weight of all examples to all messages: of .3, 1, 3, 6 and 12 the one that errs least on labelled news
PIECE = 6  # words of an example that are a text of their own, as short as a heading
LEAST_LETTERS = 12  # of it

Texts = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A text of known language, and what the voters said."""

    language: str
    text: str
    letters: int
    votes: dict[str, Vote]


def grouped(found: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Texts by profile (Serbian by script), each once, shuffled."""
    by: dict[str, dict[str, None]] = defaultdict(dict)
    for language, text in found:
        by[_profile(language, text)][text] = None
    rng = np.random.default_rng(HELD_OUT)
    return {
        tag: [texts[i] for i in rng.permutation(len(texts))] for tag, t in sorted(by.items()) for texts in [list(t)]
    }


def wanted(names: Iterable[str]) -> list[str]:
    """The profiles worth having: languages with a two-letter code and those that another voter may answer."""
    known = frozenset().union(*(v.inventory for name, v in voters.voters().items() if name != "own"))
    return sorted(n for n in names if len(folded(n)) == 2 or folded(n) in known)


def asked(texts: Texts) -> list[Asked]:
    """Every voter's answer on texts of the four lengths."""
    out = []
    for name, held in sorted(texts.items()):
        for least, most, joined, many in LENGTHS:
            fit = [t for t in held if least <= len(t) < most]
            for i in range(0, min(len(fit) - joined + 1, many * joined), joined):
                out.extend(_asked(name, ". ".join(fit[i : i + joined])))
    return out


def natural(found: Iterable[tuple[str, str]]) -> list[Asked]:
    """Every voter's answer on example sentences and on two pieces of each."""
    out = []
    for language, text in found:
        words = text.split()
        for piece in dict.fromkeys((text, " ".join(words[:PIECE]), " ".join(words[PIECE : 2 * PIECE]))):
            out.extend(row for row in _asked(language, piece) if row.letters >= LEAST_LETTERS)
    return out


def pooled(rows: list[Asked], spoken: list[Asked]) -> dict[str, list[float]]:
    """The trusts: multinomial regression over candidates, every language with the same weight."""
    names, few, many = list(voters.voters()), list(_told(spoken)), list(_told(rows))
    shares = np.concatenate([_shares(many), NATURAL * _shares(few)])
    weights = regressed([(told, right) for told, right, _ in many + few], shares)
    size = len(pool.FEATURES)
    return {n: [round(float(w), 4) for w in weights[i * size : (i + 1) * size]] for i, n in enumerate(names)}


def agreed(rows: list[Asked]) -> dict[str, list[list[float | None]]]:
    """How often those who agree are right (cascade, rules 3 and 4), by letters. Texts in a language that one of them
    does not know are left out: articles in these are rare, and no count of messages says how rare. What reads as English
    was left untranslated, and is no error."""
    counts = {who: {most: list(AGREED_BEFORE) for most in AGREED_BY} for who in ("two", "three")}
    for row in rows:
        first = row.votes["cld2"].first
        if not row.votes["cld2"].reliable or first in SIBLINGS or first == "en" != row.language:
            continue
        two = row.votes["eld"].reliable and row.votes["eld"].first == first
        if not all(row.language in voters.voters()[n].inventory for n in (TWO if two else THREE)):
            continue
        if two or row.votes["langdetect"].first == row.votes["own"].first == first:
            count = counts["two" if two else "three"][next(m for m in AGREED_BY if m is None or row.letters <= m)]
            count[0] += first == row.language
            count[1] += 1
    return {w: [[most, round(right / n, 4)] for most, (right, n) in c.items()] for w, c in counts.items()}


def main(folder: Path) -> None:
    """Fit all and write the data files."""
    found = list(messages(folder / "root"))
    first = grouped((language, text) for language, source, _, text in found if source == "mediawiki")
    _ship(trained(first, wanted(first)))
    rows = asked(grouped((language, text) for language, source, _, text in found if source != "mediawiki"))
    held = json.loads((DATA / "pool.json").read_text(encoding="utf-8"))
    spoken = natural(examples(folder))
    held |= {"weights": pooled(rows, spoken), "agreed": agreed(rows), "families": fitted(rows, held["families"])}
    (DATA / "pool.json").write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
    every = grouped([(language, text) for language, _, _, text in found] + list(written_down()))
    _ship(trained(every, wanted(every)))


def _ship(profiles: Mapping[str, NDArray]) -> None:
    np.savez_compressed(DATA / "profiles.npz", **profiles)
    for cached in (own_profiles.profiles, voters.voters, families.families, tables.fitted):
        cached.cache_clear()


def _profile(language: str, text: str) -> str:
    if language != "sr":
        return language
    return "sr-cyrl" if any("\u0400" <= c <= "\u04ff" for c in text) else "sr-latn"


def _asked(name: str, text: str) -> list[Asked]:
    shown = prepared(text)
    seen = evidence(shown)
    if not seen.script or (seen.languages is not None and len(seen.languages) < 2):
        return []
    votes = {n: v.ask(shown, seen) for n, v in voters.voters().items()}
    return [Asked(folded(name), shown, seen.letters, votes)]


def _told(rows: list[Asked]) -> Iterator[tuple[NDArray, int, str]]:
    """Features of each text's candidates, which of them is right, and its language."""
    names = list(voters.voters())
    for row in rows:
        tags = pool.candidates(row.votes)
        if row.language in tags and row.language not in TOLD_BY_WORDS:
            length = pool.length_of(row.letters)
            told = [[x for n in names for x in pool.features(t, n, row.votes[n], length)] for t in tags]
            yield np.array(told), tags.index(row.language), row.language


def _shares(told: list[tuple[NDArray, int, str]]) -> NDArray:
    """The weight of each text: every language the same, 1 in all."""
    many = Counter(language for _, _, language in told)
    return np.array([1 / many[language] for _, _, language in told]) / len(many)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
