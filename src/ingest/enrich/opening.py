"""The line of a plain text's opening that signs it: 'By Ada Example' or 'Ada Example | Reporter', alone on its line under
the headline."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.core.bylines import SIGNING

OPENING = 2_000  # characters in which it is looked for; prose is, in as many behind it
SEEN = 2 * OPENING  # so many tell
MOST_LINES = 6  # lines with anything in them
MOST_CHARS = 90
SIGNS = "|".join(map(re.escape, (*SIGNING, "reported by", "posted by")))
LABELS = """
author autor autorin autora autores auteur auteurs autore skribent författare forfatter kirjoittaja szerző yazar yazan
penulis автор текст الكاتب كتب 작성자 기자 作者 记者 記者 撰文 筆者 文
"""  # that sign with a colon
SIGNED = re.compile(rf"(?:{SIGNS})\s{{1,3}}(?=\S)|(?:{'|'.join(LABELS.split())})\s{{0,2}}[:：]\s{{0,3}}(?=\S)", re.I)
AMONG = re.compile(  # in a line that tells the source and the day too: 来源：港口日报 作者：陈小船
    r"(?:^|[\s|｜])(?P<label>作者|记者|記者|撰文|筆者)[:：]\s?(?P<name>[\u3040-\u30ff\u3400-\u9fff·]{2,12})(?=$|[\s|｜])"
)
END = re.compile(r"[.!?…:;,。！？]\Z")
ROLE = re.compile(
    r"([^\n|•·–—,]{4,60}?)(?:\s{0,3}[|•·–—]\s{0,3}|,\s{1,3})(?:(?:[^\W\d]{2,20} ){0,3}?)"
    r"(?:reporter|correspondent|columnist|journalist|(?:staff |senior |feature |sports |science )?writer|editor|"
    r"redakteur(?:in)?|korrespondent(?:in)?|journaliste|reporteur|periodista|reportero|redactora?|jornalista|repórter|giornalista|"
    r"journalist(?:in)?|verslaggever|redacteur|dziennikarz|dziennikarka|корреспондент|журналист(?:ка)?|кореспондент)"
    r"(?:\s{0,3}[|•·–—,].{0,40})?",
    re.I,
)
PROSE = re.compile(
    r"[^\n]{80}|[^\n]{0,20}[\u3040-\u30ff\u3400-\u9fff][^\n]{34}"
)  # a letter of Han or kana says as much as two


@dataclass(frozen=True, slots=True)
class Byline:
    """Where the line begins, the line, and whom it names."""

    start: int
    line: str
    people: list[str]


def signed_line(text: str, signers: Callable[[str], Sequence[str]]) -> Byline | None:
    """The byline, found within the first six lines that hold anything, below the first, with prose below it. `signers`
    finds the persons a line names. None where there is none."""
    position, filled = 0, 0
    for line in text[:OPENING].splitlines(keepends=True):
        start, told = position, line.strip()
        position += len(line)
        filled += bool(told)
        if filled > MOST_LINES or (filled > 1 and len(told) > MOST_CHARS):
            break
        signed = _signature(told) if filled > 1 else None
        if signed and PROSE.search(text, position, position + OPENING):
            people = list(signers(signed))
            if people:
                return Byline(start, told, people)
    return None


def _signature(line: str) -> str | None:
    """The part of a line that signs, `by` before it; None where the line signs nothing."""
    if END.search(line):
        return None
    if SIGNED.match(line):
        return line
    if among := AMONG.search(line):
        return f"{among['label']}:{among['name']}"
    role = ROLE.fullmatch(line)
    return f"by {role[1]}" if role else None


def opener(line: str) -> str:
    """The word that a signing line begins with and that stands right before the name: `by`, `von`; "" where none does."""
    signed = SIGNED.match(line)
    return signed[0].split()[-1].lower().rstrip(":") if signed else ""
