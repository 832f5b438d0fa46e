"""What cleaning met and took out, as facts: the flags and counts of the columns `clean_*`. No rule."""

from collections.abc import Iterable, Sequence

from ingest.clean.kinds import is_code, is_long
from ingest.clean.prose import judge
from ingest.core.editing import View
from ingest.core.model import Edit, Fact

# Thresholds of flags; they only tell, so they are set by eye on a few hundred texts:
WRAPPED, TORN = 2, 2  # joints
DUMP_LINES, DUMP_SHARE = 10, 0.3  # lines taken out as boilerplate; their share of the characters there were
VERSE_LINES, VERSE_CHARS, VERSE_CAPITALS, VERSE_WORDS = 4, 70, 0.7, 3.0
LOOKED_AT = 400  # lines
COUNTED = {
    "characters": "clean_characters",
    "markup": "clean_markup",
    "wraps": "clean_joined",
    "pages": "clean_page_lines",
    "boilerplate": "clean_dropped_lines",
}
LINES = frozenset(["pages", "boilerplate"])  # groups whose edits are counted by lines


def facts(text: str, edits: Sequence[Edit], groups: dict[str, str]) -> Iterable[Fact]:
    """The facts of a cleaned text; `edits` are clean's own, `groups` the group of each rule."""
    counts = dict.fromkeys(COUNTED.values(), 0)
    rules: dict[str, int] = {}
    dropped = 0
    for e in edits:
        group = groups.get(e.rule, "")
        if group in COUNTED:
            lines = sum(1 for line in e.before.split("\n") if line.strip())
            counts[COUNTED[group]] += lines if group in LINES else 1
        dropped += len(e.before) if group == "boilerplate" else 0
        rules[e.rule] = rules.get(e.rule, 0) + 1
    flags = sorted({*_of_edits(rules, counts, dropped, len(text)), *_of_text(text)})
    yield Fact("clean_flags", flags, "clean", 1.0)
    for name, count in (counts | {"clean_dropped_chars": dropped}).items():
        yield Fact(name, count, "clean", 1.0)


def _of_edits(rules: dict[str, int], counts: dict[str, int], dropped: int, left: int) -> Iterable[str]:
    if rules.get("hard-wraps", 0) >= WRAPPED:
        yield "wrapped"
    if rules.get("torn-lines", 0) >= TORN:
        yield "torn"
    if counts["clean_page_lines"]:
        yield "paged"
    if rules.get("mojibake"):
        yield "mojibake"
    if counts["clean_dropped_lines"] >= DUMP_LINES and dropped >= DUMP_SHARE * (dropped + left):
        yield "page-dump"


def _of_text(text: str) -> Iterable[str]:
    if is_code(View(text)):
        yield "code"
    lines = [line.strip() for line in text.split("\n", LOOKED_AT)[:LOOKED_AT] if line and not line.isspace()]
    judged = [judge(line) for line in lines]
    if lines and not any(j.score > 1 for j in judged):
        yield "no-prose"
    if len(lines) < VERSE_LINES or any(
        is_long(line) or len(line) > VERSE_CHARS or j.bullet for line, j in zip(lines, judged, strict=True)
    ):
        return
    capitals = sum(line[:1].isupper() or line[:1] in "\"'“‘«" for line in lines)
    if capitals >= VERSE_CAPITALS * len(lines) and sum(j.words for j in judged) >= VERSE_WORDS * len(lines):
        yield "verse"
