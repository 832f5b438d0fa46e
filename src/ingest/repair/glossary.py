"""Glossaries: what a name was turned into, and what it is. TSV files, one entry a line, '#' begins a comment line.

    pattern <tab> replacement <tab> scope <tab> evidence <tab> note <tab> source

| column      | what it holds                                                                                      |
| ----------- | -------------------------------------------------------------------------------------------------- |
| pattern     | the wrong words, as they stand in the text; plain text, matched as whole words                      |
| replacement | the right words; `-` takes an entry of that pattern out (a user's file overrides the shipped ones)  |
| scope       | `name`: case counts (default); `alone`: as name, and no word in capitals follows; `phrase`: the first letter may be a capital                         |
| evidence    | `pattern` (default): none beside the words; `initials`: the replacement's initials stand in the     |
|             | document; `context:WORD`: WORD stands in the document; several with commas: any of them             |
| note, source | for people                                                                                         |
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path, PurePath

from ingest.core.errors import UserError
from ingest.repair.calques import derive

SCOPES = ("name", "phrase", "alone")
SMALL = frozenset(
    ["of", "the", "and", "for", "in", "on", "de", "la", "le", "du", "des", "et", "der", "die", "und", "del", "y"]
)
LONGEST = 200  # characters of a pattern
TAG = re.compile(r"(?:.*\.)?([a-z]{2,3})\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `evidence` holds the alternatives; `where` says which file and line."""

    pattern: str
    replacement: str
    scope: str
    evidence: tuple[str, ...]
    where: str

    @property
    def place(self) -> str:
        """The file's name and the line, without the folder: evidence says nothing of a machine."""
        return PurePath(self.where).name

    def proof(self, text: str) -> str | None:
        """What in the document speaks for the entry, in words; None where it asks for proof and there is none."""
        for wanted in self.evidence:
            kind, _, word = wanted.partition(":")
            if kind == "pattern":
                return f"glossary {self.place}"
            if kind == "initials" and re.search(rf"\b{initials(self.replacement)}\b", text):
                return f"glossary {self.place}; {initials(self.replacement)} in the document"
            if kind == "context" and word in text:
                return f"glossary {self.place}; {word!r} in the document"
        return None


def initials(name: str) -> str:
    """'Ministry of State Security' -> 'MSS'."""
    return "".join(w[0] for w in name.split() if w.lower() not in SMALL and w[0].isalpha()).upper()


def parse(text: str, name: str) -> tuple[list[Entry], list[str]]:
    """The entries of a glossary and what is wrong with its other lines: 'NAME:LINE: reason'."""
    entries: list[Entry] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [f.strip() for f in line.split("\t")]
        try:
            entry = _entry(fields, f"{name}:{number}")
        except ValueError as e:
            faults.append(f"{name}:{number}: {e}")
            continue
        if entry.pattern in seen:
            faults.append(
                f"{name}:{number}: the pattern {entry.pattern!r} stands in line {seen[entry.pattern]} already"
            )
            continue
        seen[entry.pattern] = number
        entries.append(entry)
    return entries, faults


def _entry(fields: list[str], where: str) -> Entry:
    """Raises ValueError with what was expected and what was found."""
    if not 2 <= len(fields) <= 6:
        raise ValueError(f"expected 2 to 6 columns between tabs, found {len(fields)}")
    pattern, replacement = fields[:2]
    scope, evidence = [*fields[2:], "", ""][:2]
    if len(pattern) < 3 or len(pattern) > LONGEST or not pattern[0].isalnum() or not pattern[-1].isalnum():
        raise ValueError(
            f"a pattern has 3 to {LONGEST} characters and begins and ends with a letter or digit: {pattern!r}"
        )
    if not replacement:
        raise ValueError("the replacement is empty; '-' takes an entry out")
    if scope not in ("", *SCOPES):
        raise ValueError(f"expected the scope {' or '.join(SCOPES)}, found {scope!r}")
    wanted = tuple(w.strip() for w in (evidence or "pattern").split(","))
    for w in wanted:
        if w not in ("pattern", "initials") and not re.fullmatch(r"context:\S.*", w):
            raise ValueError(f"expected the evidence pattern, initials or context:WORD, found {w!r}")
    if re.search(rf"\b{re.escape(pattern)}\b", replacement):
        raise ValueError(f"the replacement holds the pattern {pattern!r} again: it would be applied for ever")
    return Entry(pattern, replacement, scope or "name", wanted, where)


@dataclass(frozen=True, slots=True)
class Glossary:
    """Entries, ready to be looked for: by the first word of each pattern."""

    heads: re.Pattern[str]
    entries: dict[str, tuple[Entry, ...]]

    def matches(self, text: str) -> Iterator[tuple[int, int, Entry]]:
        """(start, end, entry) for each whole-word match, from left to right, the longest first, none overlapping."""
        end = 0
        for m in self.heads.finditer(text):
            if m.start() < end:
                continue
            for entry in self.entries[m[0].lower()]:
                stop = m.start() + len(entry.pattern)
                said = text[m.start() : stop]
                same = said == entry.pattern or (
                    entry.scope == "phrase"
                    and said[1:] == entry.pattern[1:]
                    and said[0].lower() == entry.pattern[0].lower()
                )
                named = entry.scope == "alone" and text[stop : stop + 1] == " " and text[stop + 1 : stop + 2].isupper()
                if same and not named and not text[stop : stop + 1].isalnum() and not _goes_on(text, stop):
                    yield m.start(), stop, entry
                    end = stop
                    break


def _goes_on(text: str, at: int) -> bool:
    """Whether a hyphen binds another word to the match."""
    return (
        text[at : at + 1] in "-’'"
        and text[at + 1 : at + 2].isalpha()
        and text[at + 1 : at + 3] not in ("s ", "s,", "s.")
    )


def compiled(entries: Iterable[Entry]) -> Glossary | None:
    """A glossary of the entries; None where there are none."""
    by_head: dict[str, list[Entry]] = {}
    for e in entries:
        by_head.setdefault(re.split(r"[^\w]", e.pattern, maxsplit=1)[0].lower(), []).append(e)
    if not by_head:
        return None
    heads = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, by_head), key=len, reverse=True))})\b", re.I)
    longest_first = {h: tuple(sorted(es, key=lambda e: (-len(e.pattern), e.pattern))) for h, es in by_head.items()}
    return Glossary(heads, longest_first)


@lru_cache(maxsize=64)
def glossary(language: str, paths: tuple[str, ...] = ()) -> Glossary | None:
    """The shipped glossary of a language (a primary subtag) with a user's files over it. Raises UserError for those
    that cannot be read or hold a malformed line."""
    entries = {e.pattern: e for e in shipped(language)}
    for file in user_files(paths):
        if language_of(file) == language:
            entries |= {e.pattern: e for e in checked(file)}
    return compiled(e for e in entries.values() if e.replacement != "-")


@lru_cache(maxsize=64)
def shipped(language: str) -> tuple[Entry, ...]:
    """The entries that come with the package: those written down and those derived from official names."""
    folder = files("ingest.repair").joinpath("data", language)
    out: list[Entry] = []
    for name, make in (("glossary.tsv", str), ("names.tsv", derive)):
        file = folder.joinpath(name)
        if file.is_file():
            entries, faults = parse(make(file.read_text(encoding="utf-8")), f"{language}/{name}")
            if faults:
                raise ValueError("; ".join(faults))
            known = {e.pattern for e in out}
            out += [e for e in entries if e.pattern not in known]
    return tuple(out)


def user_files(paths: tuple[str, ...]) -> list[Path]:
    """The `.tsv` files that the setting names: themselves, or those of a folder. Raises UserError where there are none."""
    out: list[Path] = []
    for path in paths:
        place = Path(path)
        found = sorted(place.glob("*.tsv")) if place.is_dir() else [place]
        if not found or not all(f.is_file() for f in found):
            raise UserError(f"{path}: expected a .tsv glossary or a folder of them, found none")
        out += found
    return out


def language_of(file: Path) -> str:
    """'en.tsv', 'ministries.en.tsv' -> 'en'. Raises UserError for a name that tells no language."""
    m = TAG.match(file.name.removesuffix(".tsv"))
    if not m:
        raise UserError(f"{file}: a glossary's name ends in its language: en.tsv, ministries.en.tsv")
    return m[1]


def read_text(file: Path) -> str:
    """The text of a user's file. Raises UserError where it cannot be read."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as e:
        raise UserError(f"{file}: expected UTF-8 text, found byte {e.object[e.start]:#x} at byte {e.start}") from e
    except OSError as e:
        raise UserError(f"{file}: cannot be read: {e.strerror or e}") from e


def checked(file: Path) -> list[Entry]:
    """The entries of a user's file. Raises UserError with every malformed line."""
    entries, faults = parse(read_text(file), str(file))
    if faults:
        raise UserError("\n".join(faults))
    return entries
